using System.Globalization;
using System.Text;
using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire.Coinbase;

/// <summary>A client of Coinbase for tests: one connection in lock step, its frames parsed.</summary>
sealed class CoinbaseClient(LockStep run)
{
    public SimulatedConnection Connection { get; } = run.Open(run.Venues["coinbase"], "/");

    public static string Subscribe(string channel, params string[] products) =>
        JsonSerializer.Serialize(new { type = "subscribe", product_ids = products, channels = (string[])[channel] });

    public void Say(string text) => Connection.Handle(Encoding.UTF8.GetBytes(text), run.Now);

    /// <summary>Says something and returns the frames that come at once.</summary>
    public List<string> Ask(string text)
    {
        LockStep.Take(Connection);
        Say(text);
        return LockStep.Take(Connection);
    }

    /// <summary>The messages of a type that came since; the others are dropped.</summary>
    public List<JsonElement> Of(params string[] types) =>
        [.. LockStep.Take(Connection).Select(Parse).Where(x => types.Contains(TypeOf(x)))];

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static string TypeOf(JsonElement message) => message.GetProperty("type").GetString()!;

    public static DateTimeOffset TimeOf(JsonElement message) =>
        DateTimeOffset.Parse(message.GetProperty("time").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Applies a snapshot or an update.</summary>
    public static void Apply(LevelBook book, JsonElement message)
    {
        if (TypeOf(message) == "snapshot")
        {
            book.Clear();
            book.Put(Side.Bid, message.GetProperty("bids"));
            book.Put(Side.Ask, message.GetProperty("asks"));
            return;
        }

        foreach (var change in message.GetProperty("changes").EnumerateArray())
        {
            var side = change[0].GetString() == "buy" ? Side.Bid : Side.Ask;
            book.Put(side, LevelBook.Number(change[1]), LevelBook.Number(change[2]));
        }
    }
}
