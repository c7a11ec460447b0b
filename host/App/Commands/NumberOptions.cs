using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace StrategyHost.App.Commands;

/// <summary>
/// Options that take a number within bounds: whatever else is typed ends in one sentence that names the option, its
/// bounds and what was typed.
/// </summary>
static class NumberOptions
{
    /// <summary>An option that takes a whole number.</summary>
    public static Option<int?> Whole(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = x =>
        {
            const NumberStyles style = NumberStyles.AllowLeadingSign;
            var isGood = int.TryParse(Typed(x), style, CultureInfo.InvariantCulture, out var value)
                && value >= least && value <= most;
            return isGood ? value : Refuse<int>(x, $"{name} takes a whole number from {least} to {most}");
        },
    };

    /// <summary>An option that takes a number above 0.</summary>
    public static Option<double?> Positive(
        string name, string description, double most, string helpName = "n") => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = x =>
            {
                var isGood = double.TryParse(Typed(x), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    && value > 0 && value <= most;
                return isGood ? value : Refuse<double>(x, $"{name} takes a number above 0 and at most {most:0}");
            },
        };

    static string Typed(ArgumentResult result) => result.Tokens is [var token] ? token.Value : "";

    static T? Refuse<T>(ArgumentResult result, string rule)
        where T : struct
    {
        result.AddError($"{rule}, not '{Typed(result)}'.");
        return null;
    }
}
