using System.Text;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire;

/// <summary>Control requests: acknowledgements, every documented error, limits.</summary>
public sealed class ControlTests
{
    const string Variants = "`SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`";

    [Theory]
    [InlineData("""{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1}""", """{"result":null,"id":1}""")]
    [InlineData("""{"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":312}""", """{"result":null,"id":312}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":["nosuch@depth"],"id":"a1"}""", """{"result":null,"id":"a1"}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":[],"id":null}""", """{"result":null,"id":null}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":[]}""", """{"result":null,"id":null}""")]
    [InlineData("""{"method":"LIST_SUBSCRIPTIONS","id":-3}""", """{"result":["btcusdt@depth"],"id":-3}""")]
    [InlineData("""{"method":"GET_PROPERTY","params":["combined"],"id":2}""", """{"result":false,"id":2}""")]
    [InlineData("""{"method":"SET_PROPERTY","params":["combined",true],"id":5}""", """{"result":null,"id":5}""")]
    public void Spot_acknowledges(string request, string reply)
    {
        var run = new LockStep(1);
        Assert.Equal(reply, run.Ask(run.Open(run.Spot, "/ws/btcusdt@depth"), request));
    }

    [Theory]
    [InlineData("""{"method":"GET_PROPERTY","params":["colour"],"id":1}""", 0, "Unknown property")]
    [InlineData("""{"method":"SET_PROPERTY","params":["colour",true],"id":1}""", 0, "Unknown property")]
    [InlineData(
        """{"method":"SET_PROPERTY","params":["combined","x"],"id":1}""", 1, "Invalid value type: expected Boolean")]
    [InlineData(
        """{"method":"SET_PROPERTY","params":["combined"],"id":1}""", 1, "Invalid value type: expected Boolean")]
    [InlineData(
        """{"method":"GET_PROPERTY","params":[7],"id":1}""", 2, "Invalid request: property name must be a string")]
    [InlineData(
        """{"method":"GET_PROPERTY","params":[],"id":1}""", 2, "Invalid request: property name must be a string")]
    [InlineData("""{"method":"SUBSCRIBE","params":[7],"id":1}""", 2, "Invalid request: property name must be a string")]
    [InlineData(
        """{"method":"SET_PROPERTY","params":["combined",true,1],"id":1}""", 2, "Invalid request: too many parameters")]
    [InlineData("""{"method":"LIST_SUBSCRIPTIONS","params":["x"],"id":1}""", 2, "Invalid request: too many parameters")]
    [InlineData("""{"id":1,"params":[]}""", 2, "Invalid request: missing field `method` at line 1 column 20")]
    [InlineData(
        """{"method":"SUBSCRIB","id":1}""", 2,
        "Invalid request: unknown variant `SUBSCRIB`, expected one of " + Variants + " at line 1 column 20")]
    public void A_wrong_request_gets_the_documented_error(string request, int code, string message)
    {
        var run = new LockStep(1);
        foreach (var (venue, path) in new[] { (run.Spot, "/stream"), (run.Futures, "/public/stream") })
        {
            var reply = run.Ask(run.Open(venue, path), request);
            Assert.Equal($$"""{"code":{{code}},"msg":"{{message}}","id":1}""", reply);
        }
    }

    [Theory]
    [InlineData("binance", "/ws", "true")]
    [InlineData("binance", "/ws", "1.5")]
    [InlineData("binance", "/ws", "\"no spaces allowed\"")]
    [InlineData("binance", "/ws", "\"1234567890123456789012345678901234567\"")]
    [InlineData("binance-futures", "/public/ws", "\"a\"")]
    [InlineData("binance-futures", "/public/ws", "-1")]
    [InlineData("binance-futures", "/public/ws", "null")]
    public void An_id_of_the_wrong_kind_is_refused(string venue, string path, string id)
    {
        var run = new LockStep(1);
        var reply = run.Ask(
            run.Open(run.Venues[venue], path), $$"""{"method":"SUBSCRIBE","params":["btcusdt@depth"],"id":{{id}}}""");
        Assert.Equal(
            """{"code":2,"msg":"Invalid request: request ID must be an unsigned integer","id":null}""", reply);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("hello", 1, 1)]
    [InlineData("""{"method":}""", 1, 11)]
    [InlineData("{\n\"id\":1,x}", 2, 8)]
    public void Text_that_is_not_json_is_told_where(string text, int line, int column)
    {
        var run = new LockStep(1);
        var reply = run.Ask(run.Open(run.Spot, "/ws"), text);
        Assert.Equal($$"""{"code":3,"msg":"Invalid JSON: expected value at line {{line}} column {{column}}"}""", reply);
    }

    [Theory]
    [InlineData("binance", "/ws", 5)]
    [InlineData("binance-futures", "/public/ws", 10)]
    public void More_messages_in_a_second_than_allowed_close_the_connection(string venue, string path, int allowed)
    {
        var run = new LockStep(1);
        var connection = run.Open(run.Venues[venue], path);
        for (var second = 0; second < 2; second++)
        {
            for (var i = 0; i < allowed; i++) Send(run, connection);
            Assert.Null(connection.Closed);
            Assert.Equal(allowed, LockStep.Take(connection).Count);
            run.RunMs(1000, 1000);
        }

        for (var i = 0; i <= allowed; i++) Send(run, connection);
        Assert.Equal(new CloseReason(1008, "Too many requests"), connection.Closed);

        static void Send(LockStep run, SimulatedConnection connection) =>
            connection.Handle(Encoding.UTF8.GetBytes("""{"method":"LIST_SUBSCRIPTIONS","id":1}"""), run.Now);
    }

    [Fact]
    public void More_than_1024_streams_close_the_connection()
    {
        var run = new LockStep(1);
        var connection = run.Open(run.Spot, "/ws");
        Assert.Equal("""{"result":null,"id":1}""", run.Ask(connection, Many(0, 1024)));
        connection.Handle(Encoding.UTF8.GetBytes(Many(1024, 1)), run.Now);
        Assert.Equal(1008, connection.Closed?.Code);

        static string Many(int first, int count)
        {
            var names = Enumerable.Range(first, count).Select(i => $"\"s{i}@trade\"");
            return $$"""{"method":"SUBSCRIBE","params":[{{string.Join(',', names)}}],"id":1}""";
        }
    }

    [Fact]
    public void A_reader_that_takes_nothing_is_closed_as_slow_and_holds_no_memory()
    {
        var run = new LockStep(new SimulatorOptions { QueueBound = 50 });
        var connection = run.Open(run.Spot, "/ws/btcusdt@depth@100ms/btcusdt@bookTicker");
        run.RunMs(10_000);
        Assert.Equal(new CloseReason(1008, "slow reader"), connection.Closed);
        Assert.Equal(0, connection.Waiting);
    }

    [Fact]
    public void After_unsubscribing_nothing_more_comes()
    {
        var run = new LockStep(1);
        var connection = run.Open(run.Spot, "/ws/btcusdt@depth@100ms");
        run.RunMs(500);
        Assert.NotEmpty(LockStep.Take(connection));
        run.Ask(connection, """{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms"],"id":9}""");
        run.RunMs(1000);
        Assert.Empty(LockStep.Take(connection));
    }

    [Fact]
    public void The_property_combined_wraps_from_then_on()
    {
        var run = new LockStep(1);
        var connection = run.Open(run.Spot, "/ws/btcusdt@depth@100ms");
        run.Ask(connection, """{"method":"SET_PROPERTY","params":["combined",true],"id":5}""");
        run.RunMs(200);
        const string start = """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate",""";
        Assert.All(
            LockStep.Take(connection), frame => Assert.StartsWith(start, frame, StringComparison.Ordinal));
    }
}
