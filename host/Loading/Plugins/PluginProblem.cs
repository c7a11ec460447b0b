namespace StrategyHost.Loading.Plugins;

/// <summary>A plugin that cannot be used, or a folder without one.</summary>
/// <param name="Path">The folder or file.</param>
/// <param name="Sentence">What is wrong with it, and the remedy.</param>
public sealed record PluginProblem(string Path, string Sentence);
