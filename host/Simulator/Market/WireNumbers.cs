namespace StrategyHost.Simulator.Market;

/// <summary>
/// Which state of a book the numbers and times of the last seconds' messages named. A venue whose numbers are its
/// messages' own notes each one as it is sent; where one number was sent twice (two streams, a restart) the time of the
/// message decides, and without a time the newest.
/// </summary>
sealed class WireNumbers(SimulatedBook book, NumberMeaning meaning)
{
    const int MaxNotes = 1 << 14;

    readonly Queue<Note> notes = [];

    /// <summary>A message of this number and time, ms since the Unix epoch, shows the book as it is now.</summary>
    public void Add(long number, long timeMs)
    {
        var floorMs = timeMs - ChangeJournal.KeepMs;
        while (notes.Count == MaxNotes || (notes.TryPeek(out var oldest) && oldest.TimeMs < floorMs)) notes.Dequeue();
        notes.Enqueue(new Note(number, timeMs, book.Sequence));
    }

    /// <summary>The change number of the state that a message showed; the newest when nothing was asked for.</summary>
    /// <param name="number">The number in the message; null when it had none.</param>
    /// <param name="timeMs">The time in the message; null when it is not known.</param>
    /// <param name="sequence">The change number.</param>
    public bool TryFind(long? number, long? timeMs, out long sequence)
    {
        sequence = book.Sequence;
        if (number is { } asked && meaning != NumberMeaning.None)
        {
            sequence = asked;
            return meaning == NumberMeaning.Change || TryFindNote(asked, timeMs, out sequence);
        }

        return timeMs is not { } moment || book.TryFind(moment, out sequence);
    }

    /// <summary>The number that names a state whoever asks; null where only a message's own number would.</summary>
    public long? NameOf(long sequence) => meaning == NumberMeaning.Change ? sequence : null;

    bool TryFindNote(long number, long? timeMs, out long sequence)
    {
        sequence = 0;
        var nearest = long.MaxValue;
        foreach (var note in notes)
        {
            var distance = timeMs is { } moment ? Math.Abs(note.TimeMs - moment) : 0;
            if (note.Number != number || distance > nearest) continue;
            (nearest, sequence) = (distance, note.Sequence);
        }

        return nearest != long.MaxValue;
    }

    readonly record struct Note(long Number, long TimeMs, long Sequence);
}
