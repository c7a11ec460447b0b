using System.IO.Compression;
using System.Text;

namespace StrategyHost.Engine.Recording;

/// <summary>
/// Decompresses gzip members one after another and, unlike <see cref="GZipStream"/>, which ends in silence, knows
/// whether the file ended where a member ended.
/// </summary>
/// <remarks>
/// After the file's last byte it feeds the decompressor one more member, a seal. The decompressor asks for input only
/// when it has nothing left to give out, so whatever it yields from there on was made from the seal: exactly the seal's
/// text when the file was whole, nothing or rubbish when it was not. One thread.
/// </remarks>
sealed class MemberStream : IDisposable
{
    static readonly byte[] SealText = Encoding.ASCII.GetBytes("end of recording");
    static readonly byte[] SealMember = Compress(SealText);

    readonly SealedFile file;
    readonly GZipStream inflater;
    readonly byte[] tail = new byte[64];

    public MemberStream(Stream raw)
    {
        file = new SealedFile(raw);
        inflater = new GZipStream(file, CompressionMode.Decompress);
    }

    /// <summary>At the end: true when the file's last member was complete.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads on; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what was compressed.</exception>
    public int Read(Span<byte> destination)
    {
        if (file.IsSealed) return 0;
        try
        {
            var count = inflater.Read(destination);
            if (!file.IsSealed) return count;
            IsWhole = IsSeal(destination[..count]);
        }
        catch (InvalidDataException) when (file.IsSealed)
        {
            IsWhole = false; // the seal was taken for the rest of an unfinished member
        }
        return 0;
    }

    public void Dispose()
    {
        inflater.Dispose();
        file.Dispose();
    }

    bool IsSeal(ReadOnlySpan<byte> begun)
    {
        begun = begun[..Math.Min(begun.Length, tail.Length)];
        begun.CopyTo(tail);
        var length = begun.Length + inflater.ReadAtLeast(
            tail.AsSpan(begun.Length), tail.Length - begun.Length, throwOnEndOfStream: false);
        return tail.AsSpan(0, length).SequenceEqual(SealText);
    }

    static byte[] Compress(byte[] text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(text);
        return target.ToArray();
    }

    /// <summary>The file's bytes, then the seal in a read of its own.</summary>
    sealed class SealedFile(Stream raw) : Stream
    {
        int sealRead = -1;

        public bool IsSealed => sealRead >= 0;

        public override int Read(Span<byte> buffer)
        {
            if (!IsSealed)
            {
                var count = raw.Read(buffer);
                if (count > 0) return count;
                sealRead = 0;
            }
            var part = Math.Min(buffer.Length, SealMember.Length - sealRead);
            SealMember.AsSpan(sealRead, part).CopyTo(buffer);
            sealRead += part;
            return part;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) raw.Dispose();
            base.Dispose(disposing);
        }
    }
}
