using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Architecture;

/// <summary>The dependency rules of project files, over the tree and over bad samples.</summary>
public class ProjectTests
{
    [Fact]
    public void Projects_refer_only_to_what_the_table_allows() =>
        Verdict.IsClean(RepositoryTree.Projects.SelectMany(ProjectRules.References));

    [Theory]
    [InlineData("host/Contracts", "<PackageReference Include=\"X\" />", "may not use the package X")]
    [InlineData("host/Engine", "<ProjectReference Include=\"../Loading/L.csproj\" />", "refer to host/Loading")]
    [InlineData("host/Engine", "<PackageReference Include=\"Microsoft.CodeAnalysis.CSharp\" />", "package Microsoft")]
    [InlineData("host/Engine", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", "the framework")]
    [InlineData("host/Analysis", "<ProjectReference Include=\"../Engine/E.csproj\" />", "refer to host/Engine")]
    [InlineData("host/Simulator", "<ProjectReference Include=\"../../plugins/B/B.csproj\" />", "to plugins/B")]
    [InlineData("host/Terminal", "<ProjectReference Include=\"../Contracts/C.csproj\" />", "to host/Contracts")]
    [InlineData("host/App", "<ProjectReference Include=\"../../plugins/B/B.csproj\" />", "ReferenceOutputAssembly")]
    [InlineData("host/App", "<ProjectReference Include=\"../../tests/TestKit/T.csproj\" />", "to tests/TestKit")]
    [InlineData("plugins/B", "<ProjectReference Include=\"../../host/Contracts/C.csproj\" />", "must not copy")]
    [InlineData("tests/App", "<ProjectReference Include=\"../Engine/E.csproj\" />", "refer to tests/Engine")]
    [InlineData("other/A", "<PackageReference Include=\"X\" />", "no row")]
    public void A_reference_that_the_table_does_not_allow_is_found(string folder, string item, string words)
    {
        var project = new RepositoryFile($"{folder}/P.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
        Verdict.Complains(ProjectRules.References(project), words);
    }

    [Fact]
    public void A_plugin_reference_that_is_only_built_is_allowed()
    {
        const string item =
            "<ProjectReference Include=\"../../plugins/B/B.csproj\" ReferenceOutputAssembly=\"false\" />";
        var project = new RepositoryFile("host/App/A.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
        Assert.Empty(ProjectRules.References(project));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = RepositoryTree.Get("StrategyHost.sln");
        Verdict.IsClean(RepositoryTree.Projects.SelectMany(x => ProjectRules.NotInSolution(x, solution)));
    }

    [Fact]
    public void A_project_that_the_solution_forgot_is_found() =>
        Verdict.Complains(ProjectRules.NotInSolution(new("a/A.csproj", ""), new("S.sln", "\"b\\B.csproj\"")), "S.sln");

    [Fact]
    public void No_folder_and_no_project_is_empty()
    {
        var files = RepositoryTree.Folders.SelectMany(
            folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder)).Select(
                file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')));
        Verdict.IsClean(ProjectRules.Empty(RepositoryTree.Folders, [.. files], RepositoryTree.Projects));
    }

    [Fact]
    public void An_empty_folder_and_an_empty_project_are_found()
    {
        Verdict.Complains(ProjectRules.Empty(["a", "b"], ["a/x.md"], []), "b: an empty folder");
        var project = new RepositoryFile("a/A.csproj", "");
        Verdict.Complains(ProjectRules.Empty(["a"], ["a/A.csproj"], [project]), "without sources");
    }

    [Fact]
    public void A_namespace_is_the_projects_root_and_the_folders_below_it()
    {
        var engine = new RepositoryFile("host/Engine/Engine.csproj", "<Project />");
        var tests = new RepositoryFile("tests/Engine/Engine.Tests.csproj", "<Project />");
        Assert.Equal("StrategyHost.Engine.Books", ProjectRules.NamespaceOf(engine, new("host/Engine/Books/a.cs", "")));
        Assert.Equal("StrategyHost.Tests.Engine", ProjectRules.NamespaceOf(tests, new("tests/Engine/a.cs", "")));
    }
}
