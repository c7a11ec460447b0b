using System.Diagnostics.CodeAnalysis;
using System.Text;
using StrategyHost.Market;

namespace StrategyHost.Engine.Recording;

/// <summary>
/// Writes a recording (docs/recording-format.md) on a thread of its own. The one rule: whoever reports a message never
/// waits for the disk; when the queue is full the message is dropped, counted, and its loss written in its place.
/// </summary>
/// <remarks>
/// Any thread, at any time; what comes after <see cref="Dispose"/> is ignored. A fault of the disk ends the recording
/// and stands in <see cref="Error"/>. Hot: <see cref="Received"/> copies the message and allocates nothing.
/// </remarks>
public sealed class RecordingWriter : IDisposable
{
    /// <summary>Messages that may wait for the disk.</summary>
    public const int MaxQueued = 16384;

    /// <summary>Bytes that may wait for the disk.</summary>
    public const long MaxQueuedBytes = 64L << 20;

    static readonly TimeSpan MemberAge = TimeSpan.FromSeconds(5);

    readonly Lock state = new();
    readonly SemaphoreSlim wake = new(0);
    readonly RecordingFile file;
    readonly Thread thread;
    readonly ITimer clock;
    EntryBatch queue = new();
    EntryBatch writing = new();
    long lost; // not yet told in the file
    int opens;
    bool isDue;
    bool isClosed;

    RecordingWriter(RecordingFile file, TimeProvider time)
    {
        this.file = file;
        thread = new Thread(Drain) { IsBackground = true, Name = "recording" };
        clock = time.CreateTimer(_ => FinishMember(), null, MemberAge, MemberAge);
        thread.Start();
    }

    /// <summary>Lines written so far.</summary>
    public long Lines => file.Lines;

    /// <summary>Messages dropped because the disk was too slow or failed.</summary>
    public long Lost { get; private set; }

    /// <summary>Why recording ended early, one sentence; null while all is well.</summary>
    public string? Error => file.Error;

    /// <summary>Starts a recording. False with one sentence when the file cannot be written.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="overwrite">Replace a file that exists; else that is an error.</param>
    /// <param name="time">Paces the finishing of gzip members, so that a crash loses little.</param>
    /// <param name="writer">The writer; disposing it finishes the file.</param>
    /// <param name="error">Why there is none.</param>
    public static bool TryCreate(
        string path, bool overwrite, TimeProvider time,
        [NotNullWhen(true)] out RecordingWriter? writer, [NotNullWhen(false)] out string? error)
    {
        writer = RecordingFile.TryCreate(path, overwrite, out var file, out error)
            ? new RecordingWriter(file, time)
            : null;
        return writer is not null;
    }

    /// <summary>A connection was opened. Returns its number, for the calls that follow.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="timeNs">When, nanoseconds since the Unix epoch.</param>
    /// <param name="note">A mark in JSON that belongs to it and stands right before it; null for none.</param>
    public int Open(string url, long timeNs, string? note = null)
    {
        lock (state)
        {
            if (note is not null) Add(RecordKind.Mark, 0, timeNs, OneLine(note), []);
            var connection = ++opens;
            Add(RecordKind.Open, connection, timeNs, OneLine(url), []);
            return connection;
        }
    }

    /// <summary>A connection ended.</summary>
    public void Close(int connection, int code, string reason, long timeNs)
    {
        lock (state) Add(RecordKind.Close, connection, timeNs, OneLine($"{code} {reason}"), []);
    }

    /// <summary>A message was sent.</summary>
    public void Sent(int connection, ReadOnlySpan<byte> message, long timeNs)
    {
        lock (state) Add(RecordKind.Sent, connection, timeNs, message, []);
    }

    /// <summary>A message was received.</summary>
    public void Received(int connection, ReadOnlySpan<byte> message, Stamp received)
    {
        lock (state) Add(RecordKind.Received, connection, received.UtcNs, message, []);
    }

    /// <summary>A REST answer came; an address that must not be kept (a signed one) is given as null.</summary>
    public void Rest(string? url, ReadOnlySpan<byte> body, long timeNs)
    {
        lock (state) Add(RecordKind.Rest, 0, timeNs, OneLine($"{url ?? "-"} "), body);
    }

    /// <summary>A note, in JSON.</summary>
    public void Mark(string json, long timeNs)
    {
        lock (state) Add(RecordKind.Mark, 0, timeNs, OneLine(json), []);
    }

    /// <summary>Finishes the file: everything reported before is in it.</summary>
    public void Dispose()
    {
        lock (state)
        {
            if (isClosed) return;
            isClosed = true;
        }
        clock.Dispose();
        wake.Release();
        thread.Join();
        file.Dispose();
        wake.Dispose();
    }

    static byte[] OneLine(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" "));

    void Add(RecordKind kind, int connection, long timeNs, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        if (isClosed) return;
        var isFull = queue.Entries.Count >= MaxQueued || queue.Bytes + head.Length + rest.Length > MaxQueuedBytes;
        // opens are counted by the reader, so they, and what is as rare, are never dropped for want of room
        var mayDrop = kind is RecordKind.Received or RecordKind.Sent or RecordKind.Rest;
        if ((isFull && mayDrop) || file.Error is not null)
        {
            lost++;
            Lost++;
            return;
        }
        queue.Add(kind, connection, timeNs, head, rest, lost);
        lost = 0;
        if (queue.Entries.Count == 1) wake.Release();
    }

    void FinishMember()
    {
        lock (state)
        {
            if (isClosed) return;
            isDue = true;
        }
        wake.Release();
    }

    void Drain()
    {
        while (true)
        {
            wake.Wait();
            bool finish, last;
            lock (state)
            {
                (queue, writing) = (writing, queue);
                (finish, isDue) = (isDue, false);
                last = isClosed;
            }
            foreach (var entry in writing.Entries) file.Write(entry);
            writing.Clear();
            if (last && lost > 0) file.WriteLoss(lost);
            if (finish || last) file.FinishMember();
            if (last) return;
        }
    }
}
