namespace StrategyHost.Exchange;

/// <summary>
/// Declares a venue that this assembly offers. The host reads it from metadata before it runs any of the plugin's
/// code, then calls the adapter's public constructor without parameters.
/// </summary>
/// <param name="venue">The venue's name in lower case, as users type it: <c>binance</c>.</param>
/// <param name="adapter">A public class that implements <see cref="IExchangeAdapter"/>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ExchangePluginAttribute(string venue, Type adapter) : Attribute
{
    /// <summary>The venue's name in lower case.</summary>
    public string Venue => venue;

    /// <summary>The class that implements <see cref="IExchangeAdapter"/>.</summary>
    public Type Adapter => adapter;
}
