using System.Globalization;

namespace StrategyHost.Tests.Architecture;

/// <summary>The code rules, over the tree and over bad samples of each.</summary>
public class CodeTests
{
    /// <summary>Words that the glossary replaces, used here for what they mean elsewhere in the field.</summary>
    static readonly string[] NamesAllowed = ["FeedDriver", "StrategyDriver"];

    /// <summary>The one sentence that shows users how to write an instrument's name.</summary>
    const string NameExample = "for example binance:BTC/USDT.";

    static RepositoryFile Architecture => RepositoryTree.Get("docs/architecture.md");

    static string[] ReplacedWords => DocumentRules.ListUnder(
        RepositoryTree.Get("docs/glossary.md"), "Words that no type is named with");

    [Fact]
    public void Types_are_named_with_words_of_the_glossary()
    {
        var replaced = ReplacedWords;
        Assert.Contains("Provider", replaced);
        Verdict.IsClean(RepositoryTree.Sources.SelectMany(x => CodeRules.TypeNames(x, replaced, NamesAllowed)));
    }

    [Theory]
    [InlineData("class FeedManager;", "Manager")]
    [InlineData("static class StringUtils;", "Utils")]
    [InlineData("record struct PacketHeader;", "Packet")]
    [InlineData("interface ICommonThing;", "Common")]
    public void A_type_with_an_empty_name_is_found(string code, string word) =>
        Verdict.Complains(CodeRules.TypeNames(new("a.cs", code), ["Packet"], []), $"'{word}'");

    [Fact]
    public void A_word_inside_another_word_is_no_finding() =>
        Assert.Empty(CodeRules.TypeNames(new("a.cs", "class Uncommonly; class Bottom; class FeedDriver;"),
            ["Bot", "Driver"], NamesAllowed));

    [Fact]
    public void Everything_is_caught_only_at_the_edges_that_the_architecture_lists()
    {
        var listed = DocumentRules.TableUnder(Architecture, "Edges to foreign code")
            .ToDictionary(x => x[0].Trim('`'), x => int.Parse(x[1], CultureInfo.InvariantCulture));
        Assert.NotEmpty(listed);
        Verdict.IsClean(CodeRules.Edges(RepositoryTree.Production, listed));
    }

    [Theory]
    [InlineData("catch { }")]
    [InlineData("catch (Exception) { Log(); }")]
    [InlineData("catch (System.Exception e) { Log(e); }")]
    [InlineData("catch (Exception e) { throw new OtherException(e.Message); }")]
    public void A_catch_all_at_no_listed_edge_is_found(string clause)
    {
        var file = new RepositoryFile("a.cs", $"class A {{ void M() {{ try {{ }} {clause} }} }}");
        Verdict.Complains(CodeRules.Edges([file], new Dictionary<string, int>()), "a.cs: 1 catch-all(s)");
        Verdict.Complains(CodeRules.Edges([file], new Dictionary<string, int> { ["a.cs"] = 2 }), "lists 2");
    }

    [Theory]
    [InlineData("catch (Exception e) when (e is IOException) { }")]
    [InlineData("catch { Free(); throw; }")]
    [InlineData("catch (IOException) { }")]
    public void A_catch_that_names_what_it_takes_or_throws_it_on_is_no_edge(string clause) =>
        Assert.Empty(CodeRules.CatchAlls(new("a.cs", $"class A {{ void M() {{ try {{ }} {clause} }} }}")));

    [Fact]
    public void Threads_and_pool_tasks_are_started_only_where_the_architecture_says_so()
    {
        var listed = DocumentRules.TableUnder(Architecture, "Threads").Select(x => x[0].Trim('`')).ToArray();
        Assert.NotEmpty(listed);
        Verdict.IsClean(CodeRules.Threads(RepositoryTree.Production, listed));
    }

    [Theory]
    [InlineData("new Thread(Run).Start();")]
    [InlineData("Task.Run(() => 1);")]
    [InlineData("ThreadPool.QueueUserWorkItem(Run);")]
    public void A_thread_that_the_architecture_does_not_know_is_found(string statement)
    {
        var file = new RepositoryFile("a.cs", $"class A {{ void M() {{ {statement} }} }}");
        Verdict.Complains(CodeRules.Threads([file], []), "a.cs: starts");
        Verdict.Complains(CodeRules.Threads([new("b.cs", "class B;")], ["b.cs"]), "starts no thread");
    }

    [Fact]
    public void The_engine_names_no_venue()
    {
        var engine = RepositoryTree.Sources.Where(x => x.IsUnder("host/Engine")).ToArray();
        Assert.Contains(engine, x => x.Text.Contains(NameExample, StringComparison.Ordinal));
        Verdict.IsClean(engine.SelectMany(x => CodeRules.VenueNames(x, NameExample)));
    }

    [Fact]
    public void A_venue_named_in_the_engine_is_found() =>
        Verdict.Complains(CodeRules.VenueNames(new("a.cs", "\nif (venue == \"OKX\")")), "a.cs(2): names OKX");

    [Fact]
    public void Every_namespace_is_its_folders() => Verdict.IsClean(
        from project in RepositoryTree.Projects
        from file in RepositoryTree.Sources
        where file.IsUnder(project.Folder)
        from finding in CodeRules.Namespaces(file, ProjectRules.NamespaceOf(project, file))
        select finding);

    [Fact]
    public void A_namespace_that_is_not_its_folders_is_found()
    {
        Verdict.Complains(CodeRules.Namespaces(new("X/a.cs", "namespace B;"), "A.X"), "the folder's is A.X");
        Verdict.Complains(CodeRules.Namespaces(new("X/a.cs", "class C;"), "A.X"), "without a namespace");
    }

    [Fact]
    public void Test_names_are_sentences() => Verdict.IsClean(
        RepositoryTree.Sources.Where(x => x.IsUnder("tests")).SelectMany(CodeRules.TestNames));

    [Fact]
    public void A_test_whose_name_is_no_sentence_is_found() =>
        Verdict.Complains(CodeRules.TestNames(new("a.cs", "class A { [Fact] void TestApply() { } }")), "TestApply");
}
