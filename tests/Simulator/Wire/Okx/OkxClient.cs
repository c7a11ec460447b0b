using System.Text;
using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire.Okx;

/// <summary>A client of OKX for tests: one connection in lock step, its frames parsed.</summary>
sealed class OkxClient(LockStep run)
{
    public SimulatedConnection Connection { get; } = run.Open(run.Venues["okx"], "/ws/v5/public");

    public static string Subscribe(string channel, string instrument) =>
        $$"""{"op":"subscribe","args":[{"channel":"{{channel}}","instId":"{{instrument}}"}]}""";

    public void Say(string text) => Connection.Handle(Encoding.UTF8.GetBytes(text), run.Now);

    /// <summary>Says something and returns the frames that come at once.</summary>
    public List<string> Ask(string text)
    {
        LockStep.Take(Connection);
        Say(text);
        return LockStep.Take(Connection);
    }

    /// <summary>The messages with data that came since, acknowledgements left out.</summary>
    public List<JsonElement> Data() =>
        [.. LockStep.Take(Connection).Select(Parse).Where(frame => frame.TryGetProperty("data", out _))];

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static DateTimeOffset TimeOf(JsonElement datum) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(datum.GetProperty("ts").GetString()!));

    public static long Number(JsonElement datum, string name = "seqId") => datum.GetProperty(name).GetInt64();

    /// <summary>Puts a datum's levels into a book.</summary>
    public static void Put(LevelBook book, JsonElement datum)
    {
        book.Put(Side.Bid, datum.GetProperty("bids"));
        book.Put(Side.Ask, datum.GetProperty("asks"));
    }
}
