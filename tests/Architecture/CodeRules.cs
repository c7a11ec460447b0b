using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StrategyHost.Tests.Architecture;

/// <summary>Names and edges: the rules that have to read C#.</summary>
static partial class CodeRules
{
    /// <summary>Names that say nothing: whatever a type does, it has a better one.</summary>
    static readonly string[] EmptyWords =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Processor"];

    /// <summary>Types named by empty words, or by words that the glossary replaces.</summary>
    public static IEnumerable<string> TypeNames(
        RepositoryFile file, IReadOnlyCollection<string> replaced, IReadOnlyCollection<string> allowed) =>
        from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        let name = type.Identifier.Text
        where !allowed.Contains(name)
        from word in WordsOf(name)
        where EmptyWords.Contains(word) || replaced.Contains(word)
        select file.At(type, $"'{name}' is named with '{word}', which is not a word of docs/glossary.md");

    /// <summary>Handlers that catch whatever is thrown, without a filter, and do not throw it on.</summary>
    public static IEnumerable<CatchClauseSyntax> CatchAlls(RepositoryFile file) =>
        from clause in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
        where clause.Declaration is null || clause.Declaration.Type.ToString() is "Exception" or "System.Exception"
        where clause.Filter is null
        where clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax { Expression: null }
        select clause;

    /// <summary>Catch-alls beyond the count that docs/architecture.md lists for the file, or short of it.</summary>
    public static IEnumerable<string> Edges(
        IEnumerable<RepositoryFile> files, IReadOnlyDictionary<string, int> listed)
    {
        var found = files.ToDictionary(x => x.Path, x => CatchAlls(x).Count());
        foreach (var path in found.Keys.Union(listed.Keys).Order(StringComparer.Ordinal))
        {
            var (has, may) = (found.GetValueOrDefault(path), listed.GetValueOrDefault(path));
            if (has != may) yield return $"{path}: {has} catch-all(s), docs/architecture.md lists {may}";
        }
    }

    /// <summary>Threads and pool tasks started by a file.</summary>
    public static int ThreadStarts(RepositoryFile file)
    {
        var nodes = file.Syntax.DescendantNodes().ToArray();
        return nodes.OfType<InvocationExpressionSyntax>().Count(x => IsThreadStart(x.Expression.ToString()))
            + nodes.OfType<ObjectCreationExpressionSyntax>().Count(x => x.Type.ToString() is "Thread" or "Timer");
    }

    /// <summary>Files that start threads and are not listed in docs/architecture.md, or the other way about.</summary>
    public static IEnumerable<string> Threads(IEnumerable<RepositoryFile> files, IReadOnlyCollection<string> listed)
    {
        var found = files.Where(x => ThreadStarts(x) > 0).Select(x => x.Path).ToArray();
        foreach (var path in found.Except(listed))
            yield return $"{path}: starts a thread or a pool task and is not listed in docs/architecture.md";
        foreach (var path in listed.Except(found))
            yield return $"{path}: is listed in docs/architecture.md and starts no thread";
    }

    /// <summary>A venue named in a text that should know none, but for the listed phrases.</summary>
    public static IEnumerable<string> VenueNames(RepositoryFile file, params string[] allowed)
    {
        var text = allowed.Aggregate(file.Text, (left, phrase) => left.Replace(phrase, "", StringComparison.Ordinal));
        foreach (var (line, number) in text.Split('\n').Select((x, i) => (x, i)))
        {
            if (Venue().Match(line) is { Success: true } match)
                yield return file.At(number, $"names {match.Value}: what differs between venues is data in a profile");
        }
    }

    /// <summary>A namespace that is not the folder's.</summary>
    public static IEnumerable<string> Namespaces(RepositoryFile file, string expected)
    {
        var declared = file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().ToArray();
        foreach (var node in declared.Where(x => x.Name.ToString() != expected))
            yield return file.At(node, $"namespace {node.Name}, the folder's is {expected}");
        if (declared.Length == 0 && file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Any())
            yield return $"{file.Path}: types without a namespace, the folder's is {expected}";
    }

    /// <summary>Tests whose names are not sentences.</summary>
    public static IEnumerable<string> TestNames(RepositoryFile file) =>
        from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(x => x.Attributes).Any(x => TestMark().IsMatch(x.Name.ToString()))
        where !Sentence().IsMatch(method.Identifier.Text)
        select file.At(method, $"'{method.Identifier.Text}' is not a sentence: Words_that_say_what_is_so");

    static bool IsThreadStart(string callee) =>
        callee is "Task.Run" or "Task.Factory.StartNew" || callee.StartsWith("ThreadPool.", StringComparison.Ordinal);

    static IEnumerable<string> WordsOf(string name) => Word().Matches(name).Select(x => x.Value);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z]*")]
    private static partial Regex Word();

    [GeneratedRegex("binance|bybit|okx|coinbase|upbit|bithumb", RegexOptions.IgnoreCase)]
    private static partial Regex Venue();

    [GeneratedRegex("(Fact|Theory)$")]
    private static partial Regex TestMark();

    [GeneratedRegex(@"^[A-Z]\w*_\w+$")]
    private static partial Regex Sentence();
}
