namespace StrategyHost.Simulator;

/// <summary>A port of the embedded exchange is taken by another program.</summary>
public sealed class PortInUseException(int port, Exception? inner = null) : IOException(
    $"Port {port} on 127.0.0.1 is in use: stop the program that holds it, or choose another with --port.", inner)
{
    /// <summary>The port that could not be had.</summary>
    public int Port => port;
}
