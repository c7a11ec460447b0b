namespace StrategyHost.Loading;

/// <summary>
/// Loaded code failed where the host asked it for something. Its message is one sentence for the user; the cause is
/// told in words and never kept as an object, since a foreign exception pins the context it came from.
/// </summary>
/// <param name="sentence">What failed, of which file, and the remedy.</param>
public sealed class LoadingException(string sentence) : Exception(sentence);
