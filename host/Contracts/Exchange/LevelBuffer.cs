using System.Runtime.CompilerServices;
using System.Text.Json;
using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// The levels of one frame, all at one scale of prices and one of quantities. A digit beyond a scale widens it and
/// with it every level held; what then needs more than 64 bits is refused, never rounded.
/// </summary>
/// <remarks>
/// Reused from frame to frame: after the first large frames it allocates nothing. Hot. A refusal leaves what was read
/// before it; begin again.
/// </remarks>
public sealed class LevelBuffer
{
    /// <summary>
    /// Most levels held on a side; a frame with more is refused. The largest whole books that a venue sends in one
    /// message had 27,017 a side in 2026.
    /// </summary>
    public const int MaxLevels = 100_000;

    ScaledLevel[] bids = new ScaledLevel[64];
    ScaledLevel[] asks = new ScaledLevel[64];
    int bidCount;
    int askCount;

    /// <summary>Decimals of the prices held.</summary>
    public byte PriceScale { get; private set; }

    /// <summary>Decimals of the quantities held.</summary>
    public byte QuantityScale { get; private set; }

    /// <summary>Why the last call was refused.</summary>
    public WireFault Fault { get; private set; }

    /// <summary>Bids in the order read; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<ScaledLevel> Bids => bids.AsSpan(0, bidCount);

    /// <summary>Asks in the order read; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<ScaledLevel> Asks => asks.AsSpan(0, askCount);

    /// <summary>Empties the buffer for the next frame, at the scales known for its symbol.</summary>
    public void Begin(byte priceScale, byte quantityScale)
    {
        bidCount = 0;
        askCount = 0;
        PriceScale = priceScale;
        QuantityScale = quantityScale;
        Fault = WireFault.None;
    }

    /// <summary>
    /// Reads <c>[["price","quantity"],...]</c> into a side, in place of what it held; elements past the second of a
    /// level are passed over. Throws <see cref="JsonException"/> where the frame is not JSON.
    /// </summary>
    /// <param name="reader">Stands at the outer array's start, and then at its end.</param>
    /// <param name="side">The side that the levels are of.</param>
    public bool TryRead(ref Utf8JsonReader reader, Side side)
    {
        Clear(side);
        if (reader.TokenType != JsonTokenType.StartArray) return Refuse(WireFault.NotALevel);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            if (!TryReadLevel(ref reader, side)) return false;
        return reader.TokenType == JsonTokenType.EndArray || Refuse(WireFault.NotALevel);
    }

    /// <summary>
    /// Reads <c>[["buy","price","quantity"],...]</c> into both sides, in place of what they held; <c>sell</c> is the
    /// ask side, and any other word refuses the frame. Elements past the third are passed over. Throws
    /// <see cref="JsonException"/> where the frame is not JSON.
    /// </summary>
    /// <param name="reader">Stands at the outer array's start, and then at its end.</param>
    public bool TryReadChanges(ref Utf8JsonReader reader)
    {
        Clear(Side.Bid);
        Clear(Side.Ask);
        if (reader.TokenType != JsonTokenType.StartArray) return Refuse(WireFault.NotALevel);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var isBuy = IsText(in reader, "buy"u8);
            if (!isBuy && !IsText(in reader, "sell"u8)) return Refuse(WireFault.NotALevel);
            if (!TryReadLevel(ref reader, isBuy ? Side.Bid : Side.Ask)) return false;
        }

        return reader.TokenType == JsonTokenType.EndArray || Refuse(WireFault.NotALevel);
    }

    /// <summary>Adds one level from the spellings of its numbers, without quotes or escapes.</summary>
    public bool TryAdd(Side side, ReadOnlySpan<byte> price, ReadOnlySpan<byte> quantity)
    {
        if (!JsonWire.TryParseScaled(price, PriceScale, out var scaledPrice, out var fault)) return Refuse(fault);
        if (!JsonWire.TryParseScaled(quantity, QuantityScale, out var scaledQuantity, out fault)) return Refuse(fault);
        return TryAdd(side, scaledPrice, scaledQuantity);
    }

    /// <summary>Adds one level from numbers read at this buffer's scales or finer ones.</summary>
    public bool TryAdd(Side side, WireNumber price, WireNumber quantity)
    {
        if ((price.Scale != PriceScale || quantity.Scale != QuantityScale) && !TryMeet(ref price, ref quantity))
            return Refuse(WireFault.TooLarge);
        return TryAddScaled(side, new ScaledLevel(price.Value, quantity.Value));
    }

    internal void Clear(Side side) => Fill(side, 0);

    /// <summary>Adds a level that is at this buffer's scales.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryAddScaled(Side side, ScaledLevel level)
    {
        ref var levels = ref side == Side.Bid ? ref bids : ref asks;
        ref var count = ref side == Side.Bid ? ref bidCount : ref askCount;
        if (count == levels.Length && !TryGrow(ref levels, count)) return false;
        levels[count++] = level;
        return true;
    }

    /// <summary>Room to write levels of a side to, for more than are held; as much as there may be when full.</summary>
    internal Span<ScaledLevel> Room(Side side, int held)
    {
        ref var levels = ref side == Side.Bid ? ref bids : ref asks;
        if (held == levels.Length) TryGrow(ref levels, held);
        return levels;
    }

    /// <summary>Says how many levels stand in a side's room.</summary>
    internal void Fill(Side side, int count)
    {
        if (side == Side.Bid) bidCount = count;
        else askCount = count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    bool TryGrow(ref ScaledLevel[] levels, int count)
    {
        if (count >= MaxLevels) return Refuse(WireFault.TooManyLevels);
        Array.Resize(ref levels, Math.Min(count * 2, MaxLevels));
        return true;
    }

    bool TryReadLevel(ref Utf8JsonReader reader, Side side)
    {
        reader.Read();
        if (!JsonWire.TryReadScaled(in reader, PriceScale, out var price, out var fault)) return Refuse(fault);
        reader.Read();
        if (!JsonWire.TryReadScaled(in reader, QuantityScale, out var quantity, out fault)) return Refuse(fault);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) reader.Skip();
        return TryAdd(side, price, quantity);
    }

    static bool IsText(in Utf8JsonReader reader, ReadOnlySpan<byte> word) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(word);

    // Brings a level and everything held to the finer of both scales.
    [MethodImpl(MethodImplOptions.NoInlining)]
    bool TryMeet(ref WireNumber price, ref WireNumber quantity)
    {
        var priceScale = Math.Max(price.Scale, PriceScale);
        var quantityScale = Math.Max(quantity.Scale, QuantityScale);
        if (!Scaling.TryWiden(price.Value, price.Scale, priceScale, out var priceValue)) return false;
        if (!Scaling.TryWiden(quantity.Value, quantity.Scale, quantityScale, out var quantityValue)) return false;
        if (!TryWiden(bids.AsSpan(0, bidCount), priceScale, quantityScale)) return false;
        if (!TryWiden(asks.AsSpan(0, askCount), priceScale, quantityScale)) return false;
        price = new WireNumber(priceValue, priceScale);
        quantity = new WireNumber(quantityValue, quantityScale);
        (PriceScale, QuantityScale) = (priceScale, quantityScale);
        return true;
    }

    bool TryWiden(Span<ScaledLevel> levels, byte priceScale, byte quantityScale)
    {
        foreach (ref var level in levels)
        {
            if (!Scaling.TryWiden(level.Price, PriceScale, priceScale, out var price)) return false;
            if (!Scaling.TryWiden(level.Quantity, QuantityScale, quantityScale, out var quantity)) return false;
            level = new ScaledLevel(price, quantity);
        }

        return true;
    }

    bool Refuse(WireFault fault)
    {
        Fault = fault;
        return false;
    }
}
