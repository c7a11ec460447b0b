using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.App;

/// <summary>A change of one place in a plugin's source: the mistake that an author might have made.</summary>
/// <param name="File">The source file.</param>
/// <param name="Right">What stands there once.</param>
/// <param name="Wrong">What stands there instead.</param>
sealed record Mistake(string File, string Right, string Wrong);

/// <summary>Builds plugins from the Binance plugin's own sources, each with mistakes put in.</summary>
static class PluginForge
{
    const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    static readonly string Sources = Path.Combine(Repository.Root, "plugins", "Binance");

    /// <summary>Compiles the plugin with its mistakes.</summary>
    public static byte[] Compile(params Mistake[] mistakes)
    {
        var trees = Directory.GetFiles(Sources, "*.cs")
            .Select(x => CSharpSyntaxTree.ParseText(SourceOf(x, mistakes), path: x))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings));
        var compilation = CSharpCompilation.Create(
            "StrategyHost.Plugins.Mistaken",
            trees,
            References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var errors = compilation.Emit(image).Diagnostics.Where(x => x.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors.Select(x => x.ToString()));
        return image.ToArray();
    }

    static string SourceOf(string path, Mistake[] mistakes)
    {
        var source = File.ReadAllText(path);
        foreach (var mistake in mistakes.Where(x => x.File == Path.GetFileName(path)))
        {
            Assert.True(source.Contains(mistake.Right), $"{mistake.File} has no longer {mistake.Right}");
            source = source.Replace(mistake.Right, mistake.Wrong);
        }

        return source;
    }

    static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(x => Path.GetFileName(x).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(IExchangeAdapter).Assembly.Location)
            .Select(x => MetadataReference.CreateFromFile(x));
}
