using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StrategyHost.Tests.Architecture;

/// <summary>One text file as the rules see it: its path from the repository's root, and its text.</summary>
sealed class RepositoryFile(string path, string text)
{
    readonly Lazy<SyntaxNode> syntax = new(() => CSharpSyntaxTree.ParseText(text).GetRoot());

    public string Path => path;

    public string Text => text;

    public string Name => System.IO.Path.GetFileName(path);

    public string Folder => System.IO.Path.GetDirectoryName(path)!.Replace('\\', '/');

    /// <summary>The lines, without one after the last line's end.</summary>
    public string[] Lines { get; } = text.TrimEnd('\n').Split('\n');

    /// <summary>The file as C#, whatever is wrong with it.</summary>
    public SyntaxNode Syntax => syntax.Value;

    /// <summary>The file as XML, as project files are.</summary>
    public XElement Xml => XElement.Parse(text);

    public bool IsUnder(params string[] folders) =>
        folders.Any(x => path.StartsWith(x + "/", StringComparison.Ordinal));

    public bool HasExtension(params string[] extensions) =>
        extensions.Any(x => path.EndsWith(x, StringComparison.Ordinal));

    /// <summary>A finding in this file, as compilers spell them.</summary>
    public string At(SyntaxNode node, string what) =>
        At(node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line, what);

    /// <summary>A finding in a line, counted from 0.</summary>
    public string At(int line, string what) => $"{path}({line + 1}): {what}";
}
