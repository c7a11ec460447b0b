using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StrategyHost.Loading;
using StrategyHost.Loading.Scripts;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Loading.Scripts;

/// <summary>A script lives in a context of its own, and that context dies when the script is unloaded.</summary>
public sealed class ScriptLoaderTests : IDisposable
{
    static readonly byte[] Maths =
        Compile("Maths", "public static class M { public static int Twice(int x) => 2 * x; }");

    readonly ScriptBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Loading_runs_nothing_and_starting_runs_the_top_level_code()
    {
        var script = bench.Load("Log(\"ran\");", "book-watch.csx");
        var globals = new RecordingGlobals();

        Assert.Equal(("book-watch", bench.Folder["book-watch.csx"]), (script.Name, script.Path));
        Assert.Empty(globals.Calls);
        await script.Start(globals);
        Assert.Equal(["Log ran"], globals.Calls);
    }

    [Fact]
    public async Task A_script_that_throws_while_it_starts_fails_the_task()
    {
        var script = bench.Load("throw new InvalidOperationException(\"boom\");");

        await Assert.ThrowsAsync<InvalidOperationException>(() => script.Start(new RecordingGlobals()));
    }

    [Fact]
    public async Task Two_scripts_of_one_name_live_side_by_side()
    {
        bench.Folder.Write("b/test.csx", "Log(\"b\");");
        var first = bench.Load("Log(\"a\");");
        var second = ScriptLoader.Load(bench.Compiler.Compile("b/test.csx").Image!);
        var globals = new RecordingGlobals();

        await second.Start(globals);
        await first.Start(globals);

        Assert.Equal(["Log b", "Log a"], globals.Calls);
    }

    [Fact]
    public async Task A_referenced_assembly_is_the_scripts_own_and_its_file_is_not_locked()
    {
        bench.Folder.Write("lib/Maths.dll", Maths);
        var script = bench.Load("#r \"lib/Maths.dll\"\nLog($\"{M.Twice(21)} {typeof(M).Assembly.Location.Length}\");");
        File.Delete(bench.Folder["lib/Maths.dll"]);
        var globals = new RecordingGlobals();

        await script.Start(globals);

        Assert.Equal(["Log 42 0"], globals.Calls);
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "Maths");
    }

    [Fact]
    public async Task A_script_that_refers_to_the_contracts_file_gets_the_hosts_contracts()
    {
        var contracts = typeof(IStrategyGlobals).Assembly.Location;
        var globals = await bench.RunAsync(
            $"#r \"{contracts}\"\n" + "Param<int> t = Param(\"t\", 5); Log($\"{t.Value}\");");

        Assert.Equal("Log 5", globals.Calls[^1]);
    }

    [Fact]
    public async Task What_a_referenced_assembly_needs_is_not_taken_from_the_host()
    {
        var xunit = MetadataReference.CreateFromFile(typeof(Assert).Assembly.Location);
        const string source = "public static class U { public static void F() => Xunit.Assert.True(true); }";
        bench.Folder.Write("lib/Uses.dll", Compile("Uses", source, xunit));
        var script = bench.Load("#r \"lib/Uses.dll\"\nU.F();");

        var error = await Record.ExceptionAsync(() => script.Start(new RecordingGlobals()));

        Assert.Contains("xunit.assert is not there: name its file by #r", error!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unloaded_script_cannot_be_started()
    {
        var script = bench.Load("Log(\"x\");");

        script.Unload();
        script.Unload();

        var error = await Assert.ThrowsAsync<LoadingException>(() => script.Start(new RecordingGlobals()));
        Assert.Equal("test was unloaded: compile and load it again.", error.Message);
    }

    [Fact]
    public void Nothing_here_holds_the_context_of_an_unloaded_script()
    {
        var (script, context) = RunAndUnload();

        for (var round = 0; context.IsAlive && round < 20; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
        GC.KeepAlive(script);
    }

    // Not inlined, so that no local of it is left on the test's own frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    (CompiledScript Script, WeakReference Context) RunAndUnload()
    {
        bench.Folder.Write("lib/Maths.dll", Maths);
        var script = bench.Load("""
            #r "lib/Maths.dll"
            using System.Text.Json;
            record Seen(decimal Mid);
            var seen = new List<Seen>();
            await Task.Yield();
            OnBook("b:X", book => { seen.Add(new Seen(book.Mid)); throw new Exception($"{M.Twice(seen.Count)}"); });
            Every(TimeSpan.FromSeconds(1), async () => { await Task.Yield(); seen.Clear(); });
            """);
        var globals = new RecordingGlobals();
        var start = script.Start(globals);
        Assert.True(start.Wait(TimeSpan.FromSeconds(30)));
        var error = Record.Exception(() => globals.BookHandlers[0](globals.View))!;
        Assert.Equal($"{bench.Folder["test.csx"]}:6", ScriptFrames.Locate(error));
        var context = AssemblyLoadContext.GetLoadContext(globals.BookHandlers[0].Method.Module.Assembly)!;
        Assert.Equal("test", context.Name);
        script.Unload();
        return (script, new WeakReference(context));
    }

    static byte[] Compile(string name, string source, params MetadataReference[] references)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            [.. ScriptReferences.All, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        Assert.Empty(compilation.Emit(stream).Diagnostics);
        return stream.ToArray();
    }
}
