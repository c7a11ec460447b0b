using System.Reflection;
using StrategyHost.Strategy;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// Loads a compiled script into a context of its own, without running any of it. After
/// <see cref="CompiledScript.Unload"/> nothing here holds that context any more.
/// </summary>
public static class ScriptLoader
{
    // The compiler's own name for the method that makes the script's object and runs its top-level code.
    const string FactoryName = "<Factory>";

    /// <summary>Loads it; the script itself runs when <see cref="CompiledScript.Start"/> is called.</summary>
    public static CompiledScript Load(ScriptImage image)
    {
        var loaded = new LoadedScript(image);
        return new CompiledScript(image.Name, image.Path, loaded.StartAsync, loaded.Unload);
    }

    /// <summary>The one holder of a script's context and entry point; unloading empties it.</summary>
    sealed class LoadedScript
    {
        readonly string name;
        ScriptLoadContext? context;
        Func<object?[], Task<object>>? factory;

        public LoadedScript(ScriptImage image)
        {
            name = image.Name;
            context = new ScriptLoadContext(image);
            factory = context.LoadScript()
                .GetType(image.ClassName, throwOnError: true)!
                .GetMethod(FactoryName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
                .CreateDelegate<Func<object?[], Task<object>>>();
        }

        // A task of our own: the script's is an object of the script's context, and whoever kept it would pin that.
        public async Task StartAsync(IStrategyGlobals globals)
        {
            var run = factory ?? throw new LoadingException($"{name} was unloaded: compile and load it again.");
            await run([globals, null]).ConfigureAwait(false);
        }

        public void Unload()
        {
            factory = null;
            Interlocked.Exchange(ref context, null)?.Unload();
        }
    }
}
