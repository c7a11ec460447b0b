using StrategyHost.Loading.Scripts;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Loading.Scripts;

/// <summary>A temp folder with a compiler whose current directory it is.</summary>
sealed class ScriptBench : IDisposable
{
    public TempFolder Folder { get; } = new();

    public ScriptCompiler Compiler => new(Folder.Path);

    public void Dispose() => Folder.Dispose();

    /// <summary>Writes a script and compiles it by its relative name.</summary>
    public ScriptCompilation Compile(string text, string file = "test.csx")
    {
        Folder.Write(file, text);
        return Compiler.Compile(file);
    }

    /// <summary>The errors of a script that must have some, as users see them.</summary>
    public string[] ErrorsOf(string text, string file = "test.csx")
    {
        var compilation = Compile(text, file);
        Assert.Null(compilation.Image);
        return [.. compilation.Diagnostics.Where(diagnostic => diagnostic.IsError).Select(error => error.ToString())];
    }

    /// <summary>Loads a script that must compile.</summary>
    public CompiledScript Load(string text, string file = "test.csx")
    {
        var compilation = Compile(text, file);
        Assert.Empty(compilation.Diagnostics.Where(diagnostic => diagnostic.IsError).Select(error => error.ToString()));
        return ScriptLoader.Load(compilation.Image!);
    }

    /// <summary>Compiles, loads and runs a script's top-level code.</summary>
    public async Task<RecordingGlobals> RunAsync(string text, string file = "test.csx")
    {
        var globals = new RecordingGlobals();
        await Load(text, file).Start(globals);
        return globals;
    }
}
