namespace StrategyHost.Tests.Architecture;

/// <summary>The layout rules, over the tree and over bad samples of each.</summary>
public class LayoutTests
{
    /// <summary>Warnings that are silenced in a file, with the reason beside the pragma.</summary>
    static readonly string[] SilencedHere =
        ["tests/Engine/Transport/LoopbackServer.cs CA5350", "bench/Deflate/Server.cs CA5350"];

    static IEnumerable<RepositoryFile> Code =>
        RepositoryTree.Files.Where(x => x.HasExtension(".cs", ".csx", ".csproj", ".props", "/run"));

    [Fact]
    public void No_source_is_longer_than_400_lines_or_wider_than_120_columns() =>
        Verdict.IsClean(Code.SelectMany(LayoutRules.Size));

    [Fact]
    public void A_long_file_and_a_wide_line_are_found()
    {
        var longFile = string.Concat(Enumerable.Repeat("x\n", LayoutRules.MaxLines + 1));
        Verdict.Complains(LayoutRules.Size(new("a.cs", longFile)), "401 lines");
        Verdict.Complains(LayoutRules.Size(new("a.cs", "\n" + new string('x', 121))), "a.cs(2): 121 columns");
    }

    [Fact]
    public void Nothing_is_left_for_later_in_the_code() => Verdict.IsClean(Code.SelectMany(LayoutRules.Leftover));

    [Fact]
    public void A_note_for_later_is_found()
    {
        var note = "// FIX" + "ME: the rest";
        Verdict.Complains(LayoutRules.Leftover(new("a.cs", note)), "a.cs(1)");
        Assert.Empty(LayoutRules.Leftover(new("a.cs", "// hackneyed")));
    }

    [Fact]
    public void No_source_has_regions() => Verdict.IsClean(RepositoryTree.Sources.SelectMany(LayoutRules.Regions));

    [Fact]
    public void A_region_is_found() =>
        Verdict.Complains(LayoutRules.Regions(new("a.cs", "  #reg" + "ion Fields")), "a.cs(1)");

    [Fact]
    public void No_warning_is_silenced_but_the_listed_ones() =>
        Verdict.IsClean(RepositoryTree.Sources.SelectMany(x => LayoutRules.Silenced(x, SilencedHere)));

    [Fact]
    public void A_listed_silence_that_is_no_longer_needed_is_taken_off_the_list()
    {
        var found = RepositoryTree.Sources.SelectMany(x => LayoutRules.Silenced(x, [])).Count();
        Assert.Equal(SilencedHere.Length, found);
    }

    [Fact]
    public void A_silenced_warning_is_found()
    {
        var file = new RepositoryFile("a.cs", "#pragma warning " + "disable CA1234 // because");
        Verdict.Complains(LayoutRules.Silenced(file, []), "CA1234");
        Assert.Empty(LayoutRules.Silenced(file, ["a.cs CA1234"]));
    }

    [Fact]
    public void No_file_names_a_path_of_one_machine() =>
        Verdict.IsClean(RepositoryTree.Files.SelectMany(LayoutRules.MachinePaths));

    [Theory]
    [InlineData("see /ho" + "me/ann/notes")]
    [InlineData("C:\\Us" + "ers\\ann")]
    public void A_path_of_one_machine_is_found(string text) =>
        Verdict.Complains(LayoutRules.MachinePaths(new("a.md", text)), "a.md(1)");

    [Fact]
    public void No_plugin_outgrows_700_lines_for_each_venue_API()
    {
        var plugins = RepositoryTree.Projects.Where(x => x.IsUnder("plugins")).Select(x => x.Folder);
        Verdict.IsClean(plugins.SelectMany(x => LayoutRules.PluginSize(x, RepositoryTree.Sources)));
    }

    [Fact]
    public void A_plugin_that_outgrew_its_size_is_found()
    {
        var body = string.Concat(Enumerable.Repeat("x\n", LayoutRules.PluginLinesPerVenue));
        var file = new RepositoryFile("plugins/A/A.cs", "[assembly: ExchangePlugin(\"a\", typeof(A))]\n" + body);
        Verdict.Complains(LayoutRules.PluginSize("plugins/A", [file]), "701 lines, 700 at most");
        Verdict.Complains(LayoutRules.PluginSize("plugins/B", [file]), "offers no venue");
    }
}
