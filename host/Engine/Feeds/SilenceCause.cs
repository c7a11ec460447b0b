namespace StrategyHost.Engine.Feeds;

/// <summary>
/// Names the likely cause when a subscription brings nothing: venues acknowledge streams that do not exist, and then
/// say nothing at all.
/// </summary>
static class SilenceCause
{
    /// <summary>How long a subscription may take to bring its first data.</summary>
    public static readonly TimeSpan FirstDataTimeout = TimeSpan.FromSeconds(8);

    /// <summary>One sentence: what is silent, how it was asked for, and what to check.</summary>
    public static string Explain(SubscriptionTrack track, string wireName, Uri endpoint, FrameCounts frames)
    {
        var answer = track.IsAnswered ? "acknowledged" : "did not answer";
        return $"nothing came in {FirstDataTimeout.TotalSeconds:0} s although it was asked for as '{wireName}' at "
            + $"{endpoint} (the venue {answer} the request): {LikelyCause(track, wireName, frames)}";
    }

    static string LikelyCause(SubscriptionTrack track, string wireName, FrameCounts frames)
    {
        if (frames.LastRejection is { } rejection)
        {
            return $"frames come that cannot be believed ({rejection}); check the plugin's decoder";
        }

        if (frames.UnknownSample is { } sample)
        {
            return $"frames come that the plugin does not recognise ({sample}); is the address's path the one it "
                + "decodes (/ws against /stream)?";
        }

        if (!track.IsAnswered && frames.LastError is { } error)
        {
            return $"the venue reports an error that names no request ({error}); check the frame that the plugin sends";
        }

        if (!track.IsAnswered) return "the request was not understood, or the address is not the venue's";
        return wireName.Any(char.IsUpper)
            ? "the name has upper-case letters, and venues acknowledge a name in the wrong case without ever serving "
                + $"it; check the plugin's spelling ('{LowerCase(wireName)}'?)"
            : "venues acknowledge names that do not exist and channels that another path serves; check the name and "
                + "the path";
    }

    static string LowerCase(string name) =>
        string.Create(name.Length, name, static (span, text) => text.AsSpan().ToLowerInvariant(span));
}
