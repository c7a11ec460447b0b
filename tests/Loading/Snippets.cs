using System.Text.RegularExpressions;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Loading;

/// <summary>The blocks of one language in a document, each with the line that it begins at.</summary>
static partial class Snippets
{
    public static IReadOnlyList<(int Line, string Text)> In(string document, string language)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        return
        [
            .. Block().Matches(text)
                .Where(block => block.Groups["language"].Value == language)
                .Select(block => (text.AsSpan(0, block.Index).Count('\n') + 2, block.Groups["text"].Value)),
        ];
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
