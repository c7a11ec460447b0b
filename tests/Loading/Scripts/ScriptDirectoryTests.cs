using StrategyHost.Loading.Scripts;

namespace StrategyHost.Tests.Loading.Scripts;

/// <summary>Strategies are found by folder or file, each under a name of its own.</summary>
public sealed class ScriptDirectoryTests : IDisposable
{
    readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folders_scripts_are_listed_by_name_without_includes_and_subfolders()
    {
        foreach (var file in (string[])["s/b.csx", "s/a.csx", "s/_shared.csx", "s/README.md", "s/deep/c.csx"])
            folder.Write(file, "");

        var listing = Find("s");

        Assert.Empty(listing.Problems);
        Assert.Equal(
            [new ScriptFile("a", Path.Combine("s", "a.csx")), new ScriptFile("b", Path.Combine("s", "b.csx"))],
            listing.Files);
    }

    [Fact]
    public void Files_and_folders_may_be_mixed_and_one_named_twice_counts_once()
    {
        foreach (var file in (string[])["s/a.csx", "s/_x.csx", "other.csx"]) folder.Write(file, "");

        var files = Find("s", "./s/a.csx", "other.csx", "s/_x.csx").Files;

        Assert.Equal(["_x", "a", "other"], files.Select(file => file.Name));
    }

    [Fact]
    public void What_is_missing_is_named_with_the_remedy_and_the_rest_is_found()
    {
        folder.Write("a.csx", "");
        folder.Write("notes.txt", "");
        Directory.CreateDirectory(folder["empty"]);

        var listing = Find("nowhere", "nope.csx", "notes.txt", "empty", "a.csx");

        Assert.Equal(["a"], listing.Files.Select(file => file.Name));
        Assert.Equal(
            [
                "No strategies folder at nowhere: make it, or name another folder or a .csx file.",
                "No strategy file nope.csx: check its name and folder.",
                "notes.txt is not a strategy: its name must end in .csx.",
                "No strategy in empty: put a .csx file there, or name another folder.",
            ],
            listing.Problems);
    }

    [Fact]
    public void Two_strategies_of_one_name_are_both_refused_and_named()
    {
        foreach (var file in (string[])["s/a.csx", "t/A.csx", "s/b.csx"]) folder.Write(file, "");

        var listing = Find("s", "t/A.csx");

        Assert.Equal(["b"], listing.Files.Select(file => file.Name));
        Assert.Equal(
            $"Two strategies are named a: {Path.Combine("s", "a.csx")} and t/A.csx; rename one of them.",
            listing.Problems.Single());
    }

    ScriptListing Find(params string[] paths) => ScriptDirectory.Find(paths, folder.Path);
}
