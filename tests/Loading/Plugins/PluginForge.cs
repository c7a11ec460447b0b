using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StrategyHost.Exchange;
using StrategyHost.Loading.Scripts;

namespace StrategyHost.Tests.Loading.Plugins;

/// <summary>Compiles tiny plugins into a folder of plugins.</summary>
sealed class PluginForge : IDisposable
{
    public static readonly string ContractsPath = typeof(IExchangeAdapter).Assembly.Location;

    public TempFolder Folder { get; } = new();

    public string Plugins => Folder["plugins"];

    public string this[string relative] => Path.Combine(Plugins, relative);

    /// <summary>The source of a plugin that offers one venue by a good adapter.</summary>
    public static string Source(
        string venue,
        string adapter = "Adapter",
        string? profile = null,
        string body = "",
        string before = "",
        string access = "public sealed") =>
        $$"""
        using System; using System.Collections.Generic; using StrategyHost.Exchange; using StrategyHost.Market;
        [assembly: ExchangePlugin("{{venue}}", typeof({{adapter}}))]
        {{before}}
        {{access}} class Adapter : IExchangeAdapter
        {
            {{body}}
            public VenueProfile Profile => new()
            {
                Venue = "{{profile ?? venue}}", DisplayName = "Test", RestEndpoints = [], StreamEndpoints = [],
                Heartbeat = new(null, TimeSpan.FromSeconds(1)), Limits = new(1, 1, 1),
                Budget = new(1, TimeSpan.FromSeconds(1), null), SnapshotSource = SnapshotSource.Stream,
                SnapshotLevels = 1,
            };
            public IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions) => [];
            public IWireSession OpenSession(Route route, SymbolTable symbols) => null!;
            public RestRequest? Ask(RestQuery query) => null;
            public RestResult Read(RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols,
                Stamp received, IMarketSink sink) => default!;
            public RestQuery? Recognise(Uri address) => null;
            public Instrument? Infer(string venueSymbol) => null;
        }
        """;

    /// <summary>Puts a compiled plugin into its folder; its path.</summary>
    public string Add(string name, string source, params MetadataReference[] references) =>
        Folder.Write(
            Path.Combine("plugins", name, name + ".dll"),
            Compile(name, source, [MetadataReference.CreateFromFile(ContractsPath), .. references]));

    /// <summary>Compiles a library.</summary>
    public static byte[] Compile(string name, string source, params MetadataReference[] references) =>
        Compile(name, [source], references);

    /// <summary>Compiles a library of several files against this host's contracts.</summary>
    public static byte[] CompileFiles(string name, IEnumerable<string> sources) =>
        Compile(name, sources, [MetadataReference.CreateFromFile(ContractsPath)]);

    static byte[] Compile(string name, IEnumerable<string> sources, MetadataReference[] references)
    {
        var compilation = CSharpCompilation.Create(
            name,
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            [.. ScriptReferences.All.Where(reference => reference.Display != ContractsPath), .. references],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using var stream = new MemoryStream();
        var errors = compilation.Emit(stream).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors.Select(error => error.ToString()));
        return stream.ToArray();
    }

    /// <summary>A reference to a stand-in for the contracts, of another version.</summary>
    public static MetadataReference Contracts(string version) => MetadataReference.CreateFromImage(Compile(
        "StrategyHost.Contracts",
        $$"""
        [assembly: System.Reflection.AssemblyVersion("{{version}}")]
        namespace StrategyHost.Exchange;
        public interface IExchangeAdapter { }
        [System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple = true)]
        public sealed class ExchangePluginAttribute(string venue, System.Type adapter) : System.Attribute
        {
            public string Venue => venue;
            public System.Type Adapter => adapter;
        }
        """));

    /// <summary>Adds a plugin built against a stand-in for the contracts.</summary>
    public string AddFor(string name, string contractVersion, string venue) =>
        Folder.Write(
            Path.Combine("plugins", name, name + ".dll"),
            Compile(
                name,
                $"[assembly: StrategyHost.Exchange.ExchangePlugin(\"{venue}\", typeof(Adapter))]"
                + "public sealed class Adapter : StrategyHost.Exchange.IExchangeAdapter { }",
                Contracts(contractVersion)));

    public void Dispose() => Folder.Dispose();
}
