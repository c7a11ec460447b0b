namespace StrategyHost.Tests.Architecture;

/// <summary>The rules for documents, over the tree and over bad samples of each.</summary>
public class DocumentTests
{
    [Fact]
    public void Every_document_has_one_title() =>
        Verdict.IsClean(RepositoryTree.Documents.SelectMany(DocumentRules.OneTitle));

    [Theory]
    [InlineData("text", "0 titles")]
    [InlineData("# One\n# Two", "2 titles")]
    [InlineData("```\n# a comment\n```", "0 titles")]
    public void A_document_without_one_title_is_found(string text, string words) =>
        Verdict.Complains(DocumentRules.OneTitle(new("a.md", text)), words);

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_exist() => Verdict.IsClean(
        RepositoryTree.Documents.SelectMany(x => DocumentRules.DeadLinks(x, RepositoryTree.Exists, Find)));

    [Theory]
    [InlineData("[b](b.md)", "docs/b.md, which does not exist")]
    [InlineData("[c](../c.md#two)", "c.md#two, which has no such heading")]
    [InlineData("[here](#three)", "docs/a.md#three")]
    public void A_link_that_leads_nowhere_is_found(string text, string words)
    {
        var file = new RepositoryFile("docs/a.md", text);
        RepositoryFile[] files = [file, new("c.md", "# One: 1\n")];
        RepositoryFile? Read(string path) => files.FirstOrDefault(x => x.Path == path);
        Verdict.Complains(DocumentRules.DeadLinks(file, x => Read(x) is not null, Read), words);
        Assert.Empty(DocumentRules.DeadLinks(new("docs/d.md", "[c](../c.md#one-1)"), x => true, Read));
    }

    [Fact]
    public void Every_document_can_be_reached_from_another() =>
        Verdict.IsClean(DocumentRules.Unreachable(RepositoryTree.Documents));

    [Fact]
    public void A_document_that_nothing_leads_to_is_found() => Verdict.Complains(
        DocumentRules.Unreachable([new("README.md", "[a](docs/a.md)"), new("docs/a.md", ""), new("docs/b.md", "")]),
        "docs/b.md");

    [Fact]
    public void Every_package_is_explained_in_the_decision_on_dependencies()
    {
        var decision = RepositoryTree.Get("docs/decisions/0002-dependencies.md").Text;
        var packages = ProjectRules.PackageVersions(RepositoryTree.Get("Directory.Packages.props"));
        Verdict.IsClean(packages.Where(x => !decision.Contains($"`{x}`", StringComparison.Ordinal))
            .Select(x => $"{x} is a dependency and docs/decisions/0002-dependencies.md does not say why"));
    }

    static RepositoryFile? Find(string path) => RepositoryTree.Documents.FirstOrDefault(x => x.Path == path);
}
