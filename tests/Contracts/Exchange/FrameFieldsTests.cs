using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Contracts.Exchange;

public sealed class FrameFieldsTests
{
    enum Field : byte
    {
        None,
        Topic,
        Data,
        Symbol,
        Bids,
        Asks,
        Time,
        IsLast,
        Word,
    }

    [Theory]
    [InlineData("""{"topic":"book.X","data":{"s":"X","b":[["1.5","2"]],"a":[]},"ts":1700000000000,"last":true}""")]
    [InlineData(""" {"ts":1700000000000,"last":true,"data":{"b":[["1.5","2"]],"a":[],"s":"X"},"topic":"book.X"}""")]
    [InlineData("""{"topic":"book.X","ts":"1700000000000","last":true,"data":{"s":"X","b":[[1.5,"2",9]],"a":[]}}""")]
    [InlineData("""{"\u0074opic":"book.X","last":true,"data":{"s":"\u0058","b":[["1.5","2"]],"a":[]},"ts":17e11}""")]
    public void Fields_are_found_in_any_order_and_spelling(string frame)
    {
        var (fields, bytes, entry) = Scanned(frame);
        Assert.Equal("book.X", Encoding.UTF8.GetString(fields.Text(bytes, Field.Topic)));
        Assert.True(fields.TryMilliseconds(bytes, Field.Time, out var ns));
        Assert.Equal(1_700_000_000_000_000_000, ns);
        Assert.True(fields.Bool(Field.IsLast));
        Assert.False(fields.Has(Field.Word));
        Assert.True(fields.TryReadLevels(bytes, entry, out var fault));
        Assert.Equal(WireFault.None, fault);
        Assert.Equal([new ScaledLevel(15, 2)], fields.Levels.Bids.ToArray());
        Assert.Empty(fields.Levels.Asks.ToArray());
        Assert.Equal(0, entry.PriceScale);
        fields.Believe(entry);
        Assert.Equal(1, entry.PriceScale);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"topic":"x"}}""")]
    [InlineData("""{"topic":"x"} 1""")]
    [InlineData("""{"data":{"b":[["1","2"]]}""")]
    public void What_is_no_JSON_is_told_apart_with_a_reason(string frame)
    {
        Assert.False(new Fields(Symbols()).TryScan(Encoding.UTF8.GetBytes(frame), out var fault));
        Assert.StartsWith("malformed JSON", fault);
    }

    [Theory]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("""{"data":[{"s":"A"},{"s":"B"}]}""", "A B")]
    [InlineData("""{"data": [ {"s":"A"} , {"s":"\u0042","x":[{"s":"C"}]} ] }""", "A B")]
    public void The_objects_of_an_array_are_found_one_by_one(string frame, string expected)
    {
        var (fields, bytes, _) = Scanned(frame);
        var (items, found, at) = (new Fields(Symbols()), new List<string>(), fields.PositionOf(Field.Data));
        while (items.TryScanItem(bytes, ref at)) found.Add(Encoding.UTF8.GetString(items.Text(bytes, Field.Symbol)));
        Assert.Equal(expected, string.Join(' ', found));
        Assert.Equal((byte)']', bytes[at]);
        Assert.False(items.TryScanItem(bytes, ref at));
    }

    [Fact]
    public void An_element_that_is_no_object_ends_the_list_before_its_bracket()
    {
        var (fields, bytes, _) = Scanned("""{"data":[{"s":"A"},7,{"s":"B"}]}""");
        var (items, at) = (new Fields(Symbols()), fields.PositionOf(Field.Data));
        Assert.True(items.TryScanItem(bytes, ref at));
        Assert.False(items.TryScanItem(bytes, ref at));
        Assert.NotEqual((byte)']', bytes[at]);
    }

    [Fact]
    public void The_levels_of_an_item_are_read_where_they_stand()
    {
        var (fields, bytes, _) = Scanned("""{"topic":"x","data":[{"s":"X","b":[["7","8"]],"a":[["9","1"]]}]}""");
        var symbols = Symbols();
        var (items, at) = (new Fields(symbols), fields.PositionOf(Field.Data));
        Assert.True(items.TryScanItem(bytes, ref at));
        Assert.True(symbols.TryFind("X"u8, out var entry));
        Assert.True(items.TryReadLevels(bytes, entry, out _));
        Assert.Equal([new ScaledLevel(9, 1)], items.Levels.Asks.ToArray());
        Assert.Equal("X", Encoding.UTF8.GetString(items.Text(bytes, Field.Symbol)));
    }

    [Theory]
    [InlineData("-1", false)]
    [InlineData("\"noon\"", false)]
    [InlineData("9223372036854", true)]
    [InlineData("9223372036855", false)]
    public void A_time_that_64_bits_of_nanoseconds_do_not_hold_is_none(string time, bool isTime)
    {
        var (fields, bytes, _) = Scanned($$"""{"ts":{{time}}}""");
        Assert.Equal(isTime, fields.TryMilliseconds(bytes, Field.Time, out _));
        Assert.True(fields.TryMilliseconds(bytes, Field.Word, out var absent));
        Assert.Equal(0, absent);
    }

    static (Fields Fields, byte[] Bytes, SymbolEntry Entry) Scanned(string frame)
    {
        var (symbols, bytes) = (Symbols(), Encoding.UTF8.GetBytes(frame));
        var fields = new Fields(symbols);
        Assert.True(fields.TryScan(bytes, out _));
        return (fields, bytes, symbols.Entries.Single());
    }

    static SymbolTable Symbols() => new(
        [new Instrument { Venue = "acme", Symbol = "X/Y", VenueSymbol = "X", Base = "X", Quote = "Y" }]);

    sealed class Fields(SymbolTable symbols) : FrameFields<Field>(Names)
    {
        static readonly FieldNames<Field> Names = new(
            ("topic", Field.Topic), ("data", Field.Data), ("s", Field.Symbol), ("b", Field.Bids), ("a", Field.Asks),
            ("ts", Field.Time), ("last", Field.IsLast), ("word", Field.Word))
        {
            Bids = Field.Bids,
            Asks = Field.Asks,
            Nested = [Field.Data],
        };

        protected override SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes) =>
            symbols.TryFind(Text(bytes, Field.Symbol), out var entry) ? entry : null;
    }
}
