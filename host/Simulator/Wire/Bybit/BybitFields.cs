namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>
/// A linear ticker as last told: names, texts, and which differ from what was told before. Best price and size of one
/// side are told together, as the venue does.
/// </summary>
sealed class BybitFields
{
    readonly List<string> names = [];
    readonly List<string> texts = [];
    readonly List<bool> changed = [];
    int next;

    public bool IsChanged { get; private set; }

    /// <summary>Begins to take the fields anew, in their order.</summary>
    public void Begin() => (next, IsChanged) = (0, false);

    public void Set(string name, string text)
    {
        if (next == names.Count)
        {
            names.Add(name);
            texts.Add("");
            changed.Add(false);
        }

        changed[next] = texts[next] != text;
        IsChanged |= changed[next];
        texts[next++] = text;
    }

    /// <summary>Two fields of which the venue tells both when either changed.</summary>
    public void SetPair(string name, string text, string otherName, string otherText)
    {
        Set(name, text);
        Set(otherName, otherText);
        changed[next - 1] = changed[next - 2] |= changed[next - 1];
    }

    /// <summary>Writes all fields, or those that changed, each with a comma before it.</summary>
    public void Write(JsonText text, bool all)
    {
        for (var i = 0; i < next; i++)
        {
            if (!all && !changed[i]) continue;
            text.Raw(",\""u8).Raw(names[i]).Raw("\":\""u8).Raw(texts[i]).Raw("\""u8);
        }
    }
}
