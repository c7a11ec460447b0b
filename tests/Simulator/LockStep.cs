using System.Text;
using System.Text.Json;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator;

/// <summary>Drives the venues on virtual time: time moves only when a test says so.</summary>
sealed class LockStep(SimulatorOptions options)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public LockStep(int seed) : this(new SimulatorOptions { Seed = seed })
    {
    }

    public SimulatedVenues Venues { get; } = new(options);

    public DateTimeOffset Now { get; private set; } = Start;

    public SimulatedVenue Spot => Venues["binance"];

    public SimulatedVenue Futures => Venues["binance-futures"];

    public SimulatedConnection Open(SimulatedVenue venue, string path)
    {
        var reply = venue.Open(path, Now);
        Assert.Equal(101, reply.Status);
        return reply.Connection!;
    }

    /// <summary>Opens the one stream that a venue of Bybit has.</summary>
    public SimulatedConnection OpenStream(string venue) =>
        Open(Venues[venue], venue == "bybit" ? "/v5/public/spot" : "/v5/public/linear");

    /// <summary>A connection to a venue of Bybit that has asked for topics.</summary>
    public SimulatedConnection Subscribe(string venue, params string[] topics)
    {
        Venues.Advance(Now);
        var connection = OpenStream(venue);
        Send(connection, JsonSerializer.Serialize(new { op = "subscribe", args = topics }));
        return connection;
    }

    public void Send(SimulatedConnection connection, string text) =>
        connection.Handle(Encoding.UTF8.GetBytes(text), Now);

    public void Run(TimeSpan time, int stepMs = 100)
    {
        var until = Now + time;
        while (Now < until)
        {
            Now = Now.AddMilliseconds(stepMs);
            Venues.Advance(Now);
        }
    }

    public void RunMs(int ms, int stepMs = 100) => Run(TimeSpan.FromMilliseconds(ms), stepMs);

    /// <summary>Sends a text and returns the one frame that answers it; earlier frames are dropped.</summary>
    public string Ask(SimulatedConnection connection, string text)
    {
        Take(connection);
        // the venues close a connection that asks too fast
        RunMs(1000, 1000);
        Take(connection);
        connection.Handle(Encoding.UTF8.GetBytes(text), Now);
        return Assert.Single(Take(connection));
    }

    public static List<string> Take(SimulatedConnection connection)
    {
        var frames = new List<string>();
        while (connection.TryTake(out var frame)) frames.Add(Encoding.UTF8.GetString(frame.Span));
        return frames;
    }

    public static JsonElement Json(RestReply reply)
    {
        using var document = JsonDocument.Parse(reply.Body);
        return document.RootElement.Clone();
    }

    public string Rest(SimulatedVenue venue, string target, int status = 200)
    {
        var reply = venue.Rest(target, Now);
        var body = Encoding.UTF8.GetString(reply.Body.Span);
        Assert.True(reply.Status == status, $"{reply.Status}: {body}");
        return body;
    }
}
