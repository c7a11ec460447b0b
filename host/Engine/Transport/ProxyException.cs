namespace StrategyHost.Engine.Transport;

/// <summary>
/// A proxy that cannot be reached or opens no way; the message is one clause for people, without secrets.
/// </summary>
sealed class ProxyException(string message, Exception? cause = null) : IOException(message, cause);
