namespace StrategyHost.Strategy;

/// <summary>A compiled strategy, loaded and not yet run: the loader makes it, the host runs it.</summary>
/// <param name="Name">The strategy's name: its file's without <c>.csx</c>.</param>
/// <param name="Path">The file it came from.</param>
/// <param name="Start">Runs the script's top-level code against its globals, on the strategy's own thread.</param>
/// <param name="Unload">Gives up the context it is loaded in.</param>
public sealed record CompiledScript(
    string Name, string Path, Func<IStrategyGlobals, Task> Start, Action Unload);
