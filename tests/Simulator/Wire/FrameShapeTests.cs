using System.IO.Compression;
using System.Text.Json;
using StrategyHost.Simulator;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire;

/// <summary>Frames have the real ones' keys, their order and their digits.</summary>
public sealed class FrameShapeTests
{
    [Theory]
    [InlineData("/ws/btcusdt@depth@100ms", """
        {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[["1.63000000","0.00000000"]],
        "a":[["2.64000000","1.54698000"]]}
        """)]
    [InlineData("/ws/btcusdt@depth5@100ms", """
        {"lastUpdateId":1,"bids":[["1.00000000","6.48300000"]],"asks":[["2.01000000","15.46080000"]]}
        """)]
    [InlineData("/ws/btcusdt@bookTicker", """
        {"u":1,"s":"BTCUSDT","b":"1.63000000","B":"3.78826000","a":"2.64000000","A":"1.54698000"}
        """)]
    [InlineData("/ws/btcusdt@trade", """
        {"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"1.63000000","q":"0.02000000","T":1,"m":true,"M":true}
        """)]
    [InlineData("/ws/btcusdt@aggTrade", """
        {"e":"aggTrade","E":1,"s":"BTCUSDT","a":1,"p":"1.63000000","q":"0.02000000","f":1,"l":1,"T":1,
        "m":true,"M":true}
        """)]
    [InlineData("/ws/btcusdt@ticker", """
        {"e":"24hrTicker","E":1,"s":"BTCUSDT","p":"0.00000291","P":"2.068","w":"1.00014188",
        "x":"1.00014069","c":"1.00014360","Q":"5.00000000","b":"1.00014365","B":"7.00000000",
        "a":"1.00014498","A":"2.00000000","o":"1.00014069","h":"1.00014550","l":"1.00013851",
        "v":"2.00000000","q":"2.82578157","O":1,"C":2,"F":3,"L":4,"n":5}
        """)]
    [InlineData("/ws/btcusdt@miniTicker", """
        {"e":"24hrMiniTicker","E":1,"s":"BTCUSDT","c":"6.99000000","o":"6.60000000","h":"6.00000000",
        "l":"6.00000000","v":"1.65375000","q":"9.82861850"}
        """)]
    [InlineData("/stream?streams=btcusdt@bookTicker", """
        {"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"1.63000000","B":"3.78826000",
        "a":"2.64000000","A":"1.54698000"}}
        """)]
    public void Spot_frames_have_the_venues_shape(string path, string sample)
    {
        var run = new LockStep(1);
        AssertShape(run, run.Spot, path, sample);
    }

    [Theory]
    [InlineData("/public/ws/btcusdt@depth@0ms", """
        {"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[["1.20","0.014"]],
        "a":[["2.30","0.010"]]}
        """)]
    [InlineData("/public/ws/btcusdt@depth10", """
        {"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[["1.20","0.014"]],
        "a":[["2.30","0.010"]]}
        """)]
    [InlineData("/public/ws/btcusdt@bookTicker", """
        {"e":"bookTicker","u":1,"s":"BTCUSDT","b":"1.20","B":"2.507","a":"2.30","A":"2.510","T":1,"E":1}
        """)]
    [InlineData("/public/ws/btcusdt@trade", """
        {"e":"trade","E":1,"T":1,"s":"BTCUSDT","t":1,"p":"1.30","q":"0.006","X":"MARKET","m":false}
        """)]
    [InlineData("/market/ws/btcusdt@aggTrade", """
        {"e":"aggTrade","E":1,"s":"BTCUSDT","a":1,"p":"1.30","q":"0.006","f":1,"l":1,"T":1,"m":false}
        """)]
    [InlineData("/market/ws/btcusdt@ticker", """
        {"e":"24hrTicker","E":1,"s":"BTCUSDT","p":"-8.17","P":"-0.855","w":"1.98","c":"1.74","Q":"2.097",
        "o":"1.91","h":"1.38","l":"1.70","v":"1.900","q":"2.13","O":1,"C":2,"F":3,"L":4,"n":5}
        """)]
    [InlineData("/market/ws/btcusdt@miniTicker", """
        {"e":"24hrMiniTicker","E":1,"s":"BTCUSDT","ps":"BTCUSDT","c":"6.70","o":"6.10","h":"6.00",
        "l":"6.60","v":"1.211","q":"7.93","st":1}
        """)]
    [InlineData("/public/ws/solusdt@bookTicker", """
        {"e":"bookTicker","u":1,"s":"SOLUSDT","b":"1.2000","B":"2","a":"2.3000","A":"25","T":1,"E":1}
        """)]
    public void Futures_frames_have_the_venues_shape(string path, string sample)
    {
        var run = new LockStep(1);
        AssertShape(run, run.Futures, path, sample);
    }

    [CapturesTheory]
    [InlineData(
        "binance-spot/btcusdt-2024-08-08.frames.gz",
        "/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker/btcusdt@trade")]
    [InlineData(
        "binance-futures/btcusdt-2024-08-08.frames.gz",
        "/public/stream?streams=btcusdt@depth@0ms/btcusdt@bookTicker/btcusdt@trade")]
    public void Frames_have_the_shapes_of_a_real_recording(string file, string path)
    {
        var run = new LockStep(1);
        var connection = run.Open(file.Contains("futures", StringComparison.Ordinal) ? run.Futures : run.Spot, path);
        run.RunMs(5000);
        var real = Recorded(file).Take(2000).Where(HasLevels).Select(FrameShape.Of).ToHashSet();
        Assert.NotEmpty(real);
        foreach (var frame in LockStep.Take(connection).Where(HasLevels)) Assert.Contains(FrameShape.Of(frame), real);
    }

    [Fact]
    public void Changed_levels_come_best_first_on_spot_and_upwards_on_futures()
    {
        var run = new LockStep(1);
        var spot = run.Open(run.Spot, "/ws/btcusdt@depth@100ms");
        var futures = run.Open(run.Futures, "/public/ws/btcusdt@depth@100ms");
        run.RunMs(1000);
        foreach (var bids in LockStep.Take(spot).Select(Bids)) Assert.Equal(bids.OrderDescending(), bids);
        foreach (var bids in LockStep.Take(futures).Select(Bids)) Assert.Equal(bids.Order(), bids);
    }

    static IEnumerable<string> Recorded(string file)
    {
        using var reader = new StreamReader(new GZipStream(
            File.OpenRead(Captures.PathOf(file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t', 3);
            if (parts[1] == "recv") yield return parts[2];
        }
    }

    static bool HasLevels(string frame) =>
        !frame.Contains("\"b\":[]", StringComparison.Ordinal) && !frame.Contains("\"a\":[]", StringComparison.Ordinal);

    static decimal[] Bids(string frame)
    {
        using var document = JsonDocument.Parse(frame);
        return [.. document.RootElement.GetProperty("b").EnumerateArray().Select(level => FrameBook.Number(level[0]))];
    }

    static void AssertShape(LockStep run, SimulatedVenue venue, string path, string sample)
    {
        var connection = run.Open(venue, path);
        run.RunMs(5000);
        var frames = LockStep.Take(connection).Where(HasLevels).ToArray();
        Assert.NotEmpty(frames);
        Assert.All(frames, frame => Assert.Equal(FrameShape.Of(sample), FrameShape.Of(frame)));
    }
}
