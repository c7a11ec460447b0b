using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Loading.Strategies;

/// <summary>
/// What a host would have recorded that subscribed to everything of the embedded exchange: made in lock step, so that
/// a minute of market takes a second and each seed gives the same one.
/// </summary>
sealed class SimulatedRecording(int seed)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    readonly SimulatedVenues venues = new(new SimulatorOptions { Seed = seed });
    readonly List<SimulatedConnection> connections = [];
    readonly StringBuilder lines = new();
    DateTimeOffset now = Start;
    int current;

    public static IExchangeAdapter[] Adapters => [new BinanceSpotAdapter(), new BinanceFuturesAdapter()];

    /// <summary>The recording's lines.</summary>
    public string Record(TimeSpan length)
    {
        venues.Advance(now);
        foreach (var adapter in Adapters) Subscribe(adapter);
        Live(TimeSpan.FromMilliseconds(400)); // snapshots answer deltas that came before them
        foreach (var adapter in Adapters) TakeSnapshots(adapter);
        Live(length);
        return lines.ToString();
    }

    void Subscribe(IExchangeAdapter adapter)
    {
        var venue = venues[adapter.Profile.Venue];
        var everything = from instrument in venue.Instruments
                         from channel in Enum.GetValues<Channel>()
                         select new Subscription(instrument, channel);
        foreach (var route in adapter.Plan([.. everything]))
        {
            var connection = venue.Open(route.Endpoints[0].PathAndQuery, now).Connection!;
            Write("open", route.Endpoints[0].ToString());
            connections.Add(connection);
            current = connections.Count;
            var output = new FrameOutput();
            adapter.OpenSession(route, new SymbolTable(venue.Instruments)).Start(output);
            while (output.TryTake(out var frame)) connection.Handle(frame, now);
        }
    }

    void TakeSnapshots(IExchangeAdapter adapter)
    {
        var venue = venues[adapter.Profile.Venue];
        foreach (var instrument in venue.Instruments)
        {
            var query = new RestQuery(RestQueryKind.Book, instrument, adapter.Profile.SnapshotLevels);
            var address = new Uri(adapter.Profile.RestEndpoints[0], adapter.Ask(query)!.Target);
            Write("rest", $"{address} {Encoding.UTF8.GetString(venue.Rest(address.PathAndQuery, now).Body.Span)}");
        }
    }

    void Live(TimeSpan length)
    {
        for (var until = now + length; now < until;)
        {
            now = now.AddMilliseconds(SimulatedVenues.StepMs);
            venues.Advance(now);
            for (var i = 1; i <= connections.Count; i++) Receive(i);
        }
    }

    void Receive(int number)
    {
        while (connections[number - 1].TryTake(out var frame))
        {
            if (current != number) Write("mark", $$"""{"connection":{{number}}}""");
            current = number;
            Write("recv", Encoding.UTF8.GetString(frame.Span));
        }
    }

    void Write(string kind, string text) => lines.Append($"{Stamp.ToUnixNs(now)}\t{kind}\t{text}\n");
}
