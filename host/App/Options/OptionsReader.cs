using System.Collections;
using System.Text.RegularExpressions;

namespace StrategyHost.App.Options;

/// <summary>
/// Reads the settings: the file named, or <c>appsettings.json</c> in the current directory, or the one beside the
/// executable; then environment variables <c>STRATEGYHOST_</c>. What is wrong there is one sentence with its place.
/// </summary>
static partial class OptionsReader
{
    const string FileName = "appsettings.json";
    const string Prefix = "STRATEGYHOST_";

    /// <summary>Reads the settings, or throws a <see cref="UserErrorException"/>.</summary>
    /// <param name="named">The file that the user named; null for the usual places.</param>
    public static HostOptions Read(string? named)
    {
        var path = Find(named);
        var options = new HostOptions();
        Bind(path, options);
        Check(options, path);
        options.Strategies ??= ["strategies"];
        return options;
    }

    /// <summary>A file or folder as named: below the current directory, else beside the executable.</summary>
    public static string Locate(string path)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, path);
        return Path.Exists(path) || !Path.Exists(beside) ? path : beside;
    }

    static string? Find(string? named)
    {
        if (named is not null && !File.Exists(named))
        {
            throw new UserErrorException($"There is no settings file {named}: check --config.");
        }

        var path = named ?? Locate(FileName);
        return File.Exists(path) ? path : null;
    }

    static void Bind(string? path, HostOptions options)
    {
        try
        {
            if (path is not null) SettingsFile.Check(path);
            var builder = new ConfigurationBuilder();
            if (path is not null) builder.AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false);
            builder.AddEnvironmentVariables(Prefix);
            builder.Build().GetSection(SettingsFile.Section).Bind(options, x => x.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            throw new UserErrorException($"{Explain(wrong.Message, path)}; see README, Settings.");
        }
        catch (Exception unreadable) when (
            unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UserErrorException($"{path} cannot be read: {unreadable.Message}");
        }
    }

    static void Check(HostOptions options, string? path)
    {
        var wrong = options switch
        {
            { Simulator.Port: < 0 or > SimulatorSettings.LastPort } =>
                $"Simulator:Port is {options.Simulator.Port}, which is not 0 to {SimulatorSettings.LastPort}",
            { Simulator.Switches: { } names } when SimulatorSwitches.FirstUnknown(names) is { } unknown =>
                $"Simulator:Switches has '{unknown}', which is none of {SimulatorSwitches.Names}",
            { StatsEvery: < 0 } => $"StatsEvery is {options.StatsEvery}, which is not 0 or more",
            { Proxy.Fault: { } fault } => fault,
            _ when HasEmpty(options.Watch) => "Watch has an entry that is empty",
            _ when HasEmpty(options.Strategies) => "Strategies has an entry that is empty",
            _ => null,
        };
        if (wrong is null) return;
        throw new UserErrorException($"{path ?? "The environment"}: {wrong}; see README, Settings.");
    }

    static bool HasEmpty(string[]? entries) => entries?.Any(string.IsNullOrWhiteSpace) == true;

    /// <summary>Says in the user's words what the binder says in types.</summary>
    static string Explain(string message, string? path)
    {
        // The file's keys were checked before, so a key that is unknown now can only be a variable's.
        if (Conversion().Match(message) is not { Success: true } found)
        {
            var unknown = message.TrimEnd('.').Split('\'') is [.., var last, ""] ? last : "of an unknown name";
            return $"There is no setting {unknown}, which an environment variable {Prefix}... names";
        }

        var setting = found.Groups["setting"].Value;
        var place = VariableOf(setting) is { } variable ? $"Environment variable {variable}" : path;
        var wanted = Wanted(found.Groups["type"].Value);
        return IsSecret(setting)
            ? $"{place}: {setting} is not {wanted}"
            : $"{place}: {setting} is '{found.Groups["value"].Value}', which is not {wanted}";
    }

    // an address that stands where the group should be may hold a password
    static bool IsSecret(string setting) =>
        setting.Equals($"{SettingsFile.Section}:{nameof(HostOptions.Proxy)}", StringComparison.OrdinalIgnoreCase);

    static string? VariableOf(string setting) =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(x => (string)x.Key).FirstOrDefault(
            x => string.Equals(x, Prefix + setting.Replace(":", "__"), StringComparison.OrdinalIgnoreCase));

    static string Wanted(string type) => type switch
    {
        "System.Boolean" => "true or false",
        "System.Int32" => "a whole number",
        "System.String[]" => "a list of texts, [ \"...\" ]",
        _ when type.EndsWith(nameof(LogLevel), StringComparison.Ordinal) =>
            $"one of {string.Join(", ", Enum.GetNames<LogLevel>())}",
        _ => "a group of settings, { ... }",
    };

    [GeneratedRegex("'(?<value>.*)' at '(?<setting>.*)' to type '(?<type>.*)'", RegexOptions.Singleline)]
    private static partial Regex Conversion();
}
