using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using StrategyHost.Exchange;
using StrategyHost.Loading;
using StrategyHost.Loading.Plugins;

namespace StrategyHost.Tests.Loading.Plugins;

/// <summary>Plugins are found by metadata and loaded apart; each that cannot be is one clear sentence.</summary>
public sealed class PluginCatalogTests : IDisposable
{
    readonly PluginForge forge = new();

    public void Dispose() => forge.Dispose();

    [Fact]
    public void A_plugin_is_loaded_into_a_context_of_its_own_that_shares_only_the_contracts()
    {
        var path = forge.Add("Kraken", PluginForge.Source("kraken"));

        var plugin = Load().Plugins.Single();

        Assert.Equal(("Kraken", path, new Version(0, 0, 0, 0)), (plugin.Name, plugin.Path, plugin.Version));
        Assert.Equal(PluginCatalog.ContractVersion, plugin.ContractVersion);
        var adapter = plugin.Venues.Single().Create();
        Assert.Equal("kraken", adapter.Profile.Venue);
        var context = AssemblyLoadContext.GetLoadContext(adapter.GetType().Assembly)!;
        Assert.Equal(("Kraken", true), (context.Name, context.IsCollectible));
        Assert.NotSame(adapter, plugin.Venues[0].Create());
        plugin.Unload();
    }

    [Fact]
    public void A_plugin_may_offer_several_venues()
    {
        forge.Add("Two", PluginForge.Source("one", before: """
            [assembly: ExchangePlugin("two", typeof(Other.Nested))]
            public class Other { public sealed class Nested : OneLess { } }
            public class OneLess : IExchangeAdapter
            {
                readonly Adapter inner = new();
                public VenueProfile Profile => inner.Profile with { Venue = "two" };
                public IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions) => [];
                public IWireSession OpenSession(Route route, SymbolTable symbols) => null!;
                public RestRequest? Ask(RestQuery query) => null;
                public RestResult Read(RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols,
                    Stamp received, IMarketSink sink) => default!;
                public RestQuery? Recognise(Uri address) => null;
                public Instrument? Infer(string venueSymbol) => null;
            }
            """));

        var listing = Load();

        Assert.Empty(listing.Problems);
        Assert.Equal(["one", "two"], listing.Plugins.Single().Venues.Select(venue => venue.Venue).Order());
        Assert.Equal("two", listing.Plugins[0].Venues.Single(venue => venue.Venue == "two").Create().Profile.Venue);
    }

    [Fact]
    public void Two_plugins_have_different_versions_of_one_library_side_by_side()
    {
        foreach (var (name, version) in new[] { ("A", "1.0.0.0"), ("B", "2.0.0.0") })
        {
            var library = PluginForge.Compile("Library", $$"""
                [assembly: System.Reflection.AssemblyVersion("{{version}}")]
                public static class Library { public static string Version => "{{version}}"; }
                """);
            forge.Add(
                name,
                PluginForge.Source($"v{version[0]}", body: "public override string ToString() => Library.Version;"),
                MetadataReference.CreateFromImage(library));
            forge.Folder.Write($"plugins/{name}/Library.dll", library);
        }

        var listing = Load();

        Assert.Empty(listing.Problems);
        Assert.Equal(["1.0.0.0", "2.0.0.0"], listing.Plugins.Select(plugin => plugin.Venues[0].Create().ToString()));
    }

    [Fact]
    public void Finding_and_loading_run_none_of_a_plugins_code()
    {
        var marker = forge.Folder["ran"];
        forge.Add("Eager", PluginForge.Source(
            "eager",
            body: "static readonly int x = Start.Run(); public Adapter() => Start.Run();",
            before: $$"""
            static class Start
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                public static void Init() => Run();
                public static int Run() { System.IO.File.AppendAllText(@"{{marker}}", "x"); return 1; }
            }
            """));

        var plugin = Load().Plugins.Single();

        Assert.False(File.Exists(marker));
        plugin.Venues[0].Create();
        Assert.True(File.Exists(marker));
    }

    [Fact]
    public void A_missing_folder_is_one_sentence()
    {
        AssertProblem(
            forge.Plugins, $"No plugins folder at {forge.Plugins}: build the solution or pass --plugins DIR.");
    }

    [Fact]
    public void A_folder_without_plugins_is_one_sentence()
    {
        Directory.CreateDirectory(forge[".git"]);

        AssertProblem(
            forge.Plugins,
            $"No plugin in {forge.Plugins}: build the solution, or put each plugin into a folder there.");
    }

    [Fact]
    public void A_plugin_folder_without_a_dll_is_one_sentence()
    {
        Directory.CreateDirectory(forge["Empty"]);

        AssertProblem(
            forge["Empty"],
            $"No plugin in {forge["Empty"]}: it holds no .dll; build the plugin and copy its output there.");
    }

    [Fact]
    public void A_dll_without_a_folder_of_its_own_is_one_sentence()
    {
        forge.Add("Good", PluginForge.Source("good"));
        forge.Folder.Write("plugins/Loose.dll", "");

        AssertProblem(
            forge["Loose.dll"],
            $"{forge["Loose.dll"]} lies loose: put it, with its .deps.json, into a folder of its own.",
            others: "Good");
    }

    [Fact]
    public void An_assembly_without_the_attribute_is_one_sentence()
    {
        var plain = PluginForge.Compile("Plain", "[assembly: System.CLSCompliant(false)]");
        forge.Folder.Write("plugins/Plain/Plain.dll", plain);

        var folder = forge["Plain"];
        AssertProblem(
            folder,
            $"No plugin in {folder}: no .dll there carries [assembly: ExchangePlugin(venue, typeof(Adapter))].");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1500)]
    [InlineData(2600)]
    public void A_damaged_or_half_copied_dll_is_one_sentence_and_the_others_load(int length)
    {
        forge.Add("Good", PluginForge.Source("good"));
        var whole = File.ReadAllBytes(forge.Add("Torn", PluginForge.Source("torn")));
        var path = forge.Folder.Write("plugins/Torn/Torn.dll", whole[..length]);

        AssertProblem(
            path, $"{path} is damaged or not a .NET assembly: build it again and copy it whole.", others: "Good");
    }

    [Fact]
    public void Every_truncation_of_a_dll_is_a_problem_and_never_an_exception()
    {
        var whole = File.ReadAllBytes(forge.Add("Torn", PluginForge.Source("torn")));
        for (var length = 0; length < whole.Length; length += 97)
        {
            forge.Folder.Write("plugins/Torn/Torn.dll", whole[..length]);

            Assert.All(Load().Problems, problem => Assert.StartsWith(forge["Torn"], problem.Sentence));
        }
    }

    [Theory]
    [InlineData("2.0.0.0", "2.0", "use a newer host, or rebuild the plugin against 1.0")]
    [InlineData("1.7.0.0", "1.7", "use a newer host, or rebuild the plugin against 1.0")]
    [InlineData("0.9.0.0", "0.9", "rebuild the plugin against 1.0")]
    public void A_plugin_built_against_other_contracts_is_refused_with_both_versions(
        string built, string shown, string remedy)
    {
        var path = forge.AddFor("Foreign", built, "foreign");

        AssertProblem(
            path, $"{path} was built against StrategyHost.Contracts {shown} and this host has 1.0: {remedy}.");
    }

    [Fact]
    public void A_plugin_that_lacks_a_member_of_the_contracts_is_one_sentence()
    {
        var path = forge.AddFor("Old", "1.0.0.0", "old");

        var sentence = Load().Problems.Single().Sentence;

        Assert.StartsWith($"{path} cannot be loaded: TypeLoadException, Method '", sentence);
        Assert.EndsWith("rebuild it against StrategyHost.Contracts 1.0 and copy all its output.", sentence);
    }

    [Fact]
    public void A_patch_of_the_contracts_makes_no_difference()
    {
        var path = forge.AddFor("Patched", "1.0.5.0", "patched");

        Assert.StartsWith($"{path} cannot be loaded: TypeLoadException", Load().Problems.Single().Sentence);
    }

    [Fact]
    public void A_missing_dependency_is_named_even_where_the_host_has_it()
    {
        var path = forge.Add(
            "Needy",
            PluginForge.Source("needy", body: "public override string ToString() => typeof(Xunit.Assert).Name;"),
            MetadataReference.CreateFromFile(typeof(Assert).Assembly.Location));
        var version = typeof(Assert).Assembly.GetName().Version;

        AssertProblem(
            path,
            $"{path} needs xunit.assert {version}, which is not beside it: copy the plugin's whole output, "
            + "with its .deps.json.");
    }

    [Theory]
    [InlineData("internal sealed", "", "which is not public")]
    [InlineData("public abstract", "", "which cannot be made")]
    [InlineData("public sealed", "public Adapter(int x) { }", "which has no public constructor without parameters")]
    [InlineData("public sealed", "Adapter() { }", "which has no public constructor without parameters")]
    public void An_adapter_that_cannot_be_made_is_one_sentence(string access, string body, string reason)
    {
        var path = forge.Add("Odd", PluginForge.Source("odd", access: access, body: body));

        AssertProblem(path, $"{path} names Adapter as its adapter for odd, {reason}.");
    }

    [Theory]
    [InlineData("NoAdapter", "which does not implement IExchangeAdapter")]
    [InlineData("System.Uri", "which is in another assembly: declare the plugin in the adapter's own")]
    public void A_class_that_is_no_adapter_is_one_sentence(string type, string reason)
    {
        var path = forge.Add("Odd", PluginForge.Source("odd", adapter: type, before: "public class NoAdapter { }"));

        var sentence = Load().Problems.Single().Sentence;
        Assert.StartsWith($"{path} names {type}", sentence, StringComparison.Ordinal);
        Assert.EndsWith($" as its adapter for odd, {reason}.", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kraken")]
    [InlineData("")]
    [InlineData("a:b")]
    public void A_venue_that_nobody_could_type_is_one_sentence(string venue)
    {
        var path = forge.Add("Odd", PluginForge.Source(venue));

        AssertProblem(
            path, $"{path} offers a venue named '{venue}': use lower-case letters, digits and hyphens.");
    }

    [Fact]
    public void A_constructor_that_throws_is_one_sentence_when_the_adapter_is_made()
    {
        const string constructor = "public Adapter() => throw new Exception(\"no\\nkey.\");";
        var path = forge.Add("Bad", PluginForge.Source("bad", body: constructor));

        var error = Assert.Throws<LoadingException>(() => Load().Plugins.Single().Venues[0].Create());

        Assert.Equal($"{path} failed to make its adapter for bad: Exception, no key.", error.Message);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void A_static_constructor_that_throws_is_told_by_its_cause()
    {
        var path = forge.Add("Bad", PluginForge.Source("bad", body: "static Adapter() => int.Parse(\"x\");"));

        var error = Assert.Throws<LoadingException>(() => Load().Plugins.Single().Venues[0].Create());

        Assert.StartsWith($"{path} failed to make its adapter for bad: FormatException, ", error.Message);
    }

    [Fact]
    public void An_adapter_whose_profile_names_another_venue_is_one_sentence()
    {
        var path = forge.Add("Bad", PluginForge.Source("bad", profile: "worse"));

        var error = Assert.Throws<LoadingException>(() => Load().Plugins.Single().Venues[0].Create());

        Assert.Equal(
            $"{path} offers bad by its attribute but calls itself worse in its profile: make them equal.",
            error.Message);
    }

    [Fact]
    public void Two_plugins_that_offer_one_venue_are_both_refused_and_named()
    {
        var a = forge.Add("A", PluginForge.Source("same"));
        var b = forge.Add("B", PluginForge.Source("same"));
        forge.Add("C", PluginForge.Source("other"));

        var listing = Load();

        var sentence = $"Venue same is offered twice, by {a} and {b}: remove one; both are refused.";
        Assert.Equal([new PluginProblem(a, sentence), new PluginProblem(b, sentence)], listing.Problems);
        Assert.Equal(["C"], listing.Plugins.Select(plugin => plugin.Name));
    }

    [Fact]
    public void Two_plugins_in_one_folder_are_refused_and_named()
    {
        var whole = File.ReadAllBytes(forge.Add("A", PluginForge.Source("a")));
        forge.Folder.Write("plugins/A/Copy.dll", whole);

        var folder = forge["A"];
        AssertProblem(folder, $"{folder} holds two plugins, A.dll and Copy.dll: put each into a folder of its own.");
    }

    [Fact]
    public void A_copy_of_the_contracts_beside_the_plugin_is_not_used()
    {
        forge.Add("Fat", PluginForge.Source("fat"));
        File.Copy(PluginForge.ContractsPath, forge["Fat/StrategyHost.Contracts.dll"]);

        Assert.IsAssignableFrom<IExchangeAdapter>(Load().Plugins.Single().Venues[0].Create());
    }

    [Fact]
    public void Nothing_here_holds_the_context_of_an_unloaded_plugin()
    {
        forge.Add("Gone", PluginForge.Source("gone"));
        var (plugin, context) = UseAndUnload();

        for (var round = 0; context.IsAlive && round < 20; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
        var error = Assert.Throws<LoadingException>(() => plugin.Venues[0].Create());
        Assert.Equal($"{forge[Path.Combine("Gone", "Gone.dll")]} was unloaded: load it again for gone.", error.Message);
    }

    // Not inlined, so that no local of it is left on the test's own frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    (LoadedPlugin Plugin, WeakReference Context) UseAndUnload()
    {
        var plugin = Load().Plugins.Single();
        var assembly = plugin.Venues[0].Create().GetType().Assembly;
        var context = new WeakReference(AssemblyLoadContext.GetLoadContext(assembly));
        plugin.Unload();
        return (plugin, context);
    }

    PluginListing Load() => PluginCatalog.Load(forge.Plugins);

    void AssertProblem(string path, string sentence, params string[] others)
    {
        var listing = Load();
        Assert.Equal([new PluginProblem(path, sentence)], listing.Problems);
        Assert.Equal(others, listing.Plugins.Select(plugin => plugin.Name));
    }
}
