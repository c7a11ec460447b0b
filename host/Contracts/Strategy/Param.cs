using System.Globalization;

namespace StrategyHost.Strategy;

/// <summary>
/// A strategy's setting: read it wherever it is used, since it may be set anew while the strategy runs.
/// </summary>
/// <typeparam name="T">A number, a bool or a string.</typeparam>
public sealed class Param<T>
    where T : IComparable<T>
{
    readonly Lock gate = new();
    readonly T? minimum;
    readonly T? maximum;
    readonly bool hasMinimum;
    readonly bool hasMaximum;
    T value;

    internal Param(string name, T value, (bool Has, T? Value) minimum, (bool Has, T? Value) maximum)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        (hasMinimum, this.minimum) = minimum;
        (hasMaximum, this.maximum) = maximum;
        this.value = value;
        if (!TrySet(value, out var error)) throw new ArgumentOutOfRangeException(nameof(value), error);
    }

    /// <summary>Its name within the strategy.</summary>
    public string Name { get; }

    /// <summary>What it is set to now.</summary>
    public T Value
    {
        get
        {
            lock (gate) return value;
        }
    }

    /// <summary>Sets it; false, with one clause saying why, when it lies outside its bounds or is no number.</summary>
    public bool TrySet(T newValue, out string? error)
    {
        error = null;
        if (hasMinimum && newValue.CompareTo(minimum) < 0)
            error = $"{Name} = {newValue} is below its minimum {minimum}";
        if (hasMaximum && newValue.CompareTo(maximum) > 0)
            error = $"{Name} = {newValue} is above its maximum {maximum}";
        if (newValue is double.NaN or float.NaN) error = $"{Name} = {newValue} is not a number";
        if (error is not null) return false;
        lock (gate) value = newValue;
        return true;
    }

    /// <summary>Reads it as its value.</summary>
    /// <param name="param">The setting.</param>
    public static implicit operator T(Param<T> param) => param.Value;

    /// <inheritdoc/>
    public override string ToString() => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Makes settings.</summary>
public static class Param
{
    /// <summary>A number or bool with optional bounds.</summary>
    public static Param<T> Create<T>(string name, T value, T? minimum, T? maximum)
        where T : struct, IComparable<T> =>
        new(
            name, value, (minimum.HasValue, minimum.GetValueOrDefault()),
            (maximum.HasValue, maximum.GetValueOrDefault()));

    /// <summary>A text.</summary>
    public static Param<string> Create(string name, string value) => new(name, value, default, default);
}
