using StrategyHost.Engine.Dispatch;

namespace StrategyHost.Engine.Strategies;

/// <summary>Brings what a strategy awaits back to its own thread, through its mailbox.</summary>
sealed class StrategyContext(Mailbox mailbox) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => mailbox.Post(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing may wait for a strategy's thread.");

    public override SynchronizationContext CreateCopy() => this;
}
