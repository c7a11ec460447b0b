using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Tests.Simulator.Market;

/// <summary>Which state a message's number and time name, for each kind of numbering.</summary>
public sealed class WireNumbersTests
{
    readonly SimulatedBook book = new(100);

    [Fact]
    public void A_change_number_names_itself()
    {
        var numbers = new WireNumbers(book, NumberMeaning.Change);
        Change(101, 20);
        Assert.Equal(101, Find(numbers, 101, 999));
        Assert.Equal(101, numbers.NameOf(101));
    }

    [Fact]
    public void A_noted_number_names_the_state_that_was_noted_with_it()
    {
        var numbers = new WireNumbers(book, NumberMeaning.Noted);
        Change(101, 20);
        numbers.Add(7, 20);
        Change(102, 40);
        numbers.Add(8, 40);
        Assert.Equal(101, Find(numbers, 7, null));
        Assert.Equal(102, Find(numbers, 8, null));
        Assert.Null(Find(numbers, 9, null));
        Assert.Null(numbers.NameOf(102));
    }

    [Fact]
    public void A_number_sent_twice_is_told_apart_by_the_time_and_else_is_the_newest()
    {
        var numbers = new WireNumbers(book, NumberMeaning.Noted);
        Change(101, 20);
        numbers.Add(1, 20);
        Change(102, 400);
        numbers.Add(1, 400);
        Assert.Equal(101, Find(numbers, 1, 22));
        Assert.Equal(102, Find(numbers, 1, 399));
        Assert.Equal(102, Find(numbers, 1, null));
    }

    [Fact]
    public void Without_numbers_the_time_names_the_newest_state_of_that_moment()
    {
        var numbers = new WireNumbers(book, NumberMeaning.None);
        Change(101, 20);
        Change(102, 20);
        Change(103, 60);
        Assert.Equal(100, Find(numbers, null, 19));
        Assert.Equal(102, Find(numbers, null, 20));
        Assert.Equal(102, Find(numbers, -1, 59));
        Assert.Equal(103, Find(numbers, null, 60));
        Assert.Equal(103, Find(numbers, null, null));
    }

    [Fact]
    public void What_is_older_than_the_journal_is_not_known()
    {
        var numbers = new WireNumbers(book, NumberMeaning.Noted);
        Change(101, 20);
        numbers.Add(1, 20);
        Change(102, 40);
        Change(103, 40 + ChangeJournal.KeepMs);
        numbers.Add(2, 40 + ChangeJournal.KeepMs);
        Assert.Null(Find(numbers, 1, null));
        Assert.Null(Find(numbers, null, 19));
        Assert.Equal(102, Find(numbers, null, 40));
    }

    void Change(long sequence, long timeMs) => book.Change(sequence, timeMs, Side.Bid, price: 5, quantity: sequence);

    static long? Find(WireNumbers numbers, long? number, long? timeMs) =>
        numbers.TryFind(number, timeMs, out var sequence) ? sequence : null;
}
