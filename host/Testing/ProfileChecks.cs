using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Testing;

/// <summary>The venue as data, and how subscriptions are divided among connections.</summary>
static class ProfileChecks
{
    public static IEnumerable<string> Run(AdapterDescription venue)
    {
        var profile = venue.Adapter.Profile;
        if (profile.Venue.Length == 0 || profile.Venue.Any(char.IsUpper))
            yield return $"the venue's name is '{profile.Venue}', expected lower case";
        if (profile.RestEndpoints.Count == 0) yield return "there is no REST address";
        if (profile.StreamEndpoints.Count == 0) yield return "there is no stream address";
        var limits = profile.Limits;
        if (limits.MessagesPerSecond < 1 || limits.SubscriptionsPerConnection < 1 || limits.MaxFrameBytes < 1 << 16)
            yield return $"limits that no connection can live with: {limits}";
        if (profile.Heartbeat.SilenceLimit < TimeSpan.FromSeconds(1))
            yield return $"a silence of {profile.Heartbeat.SilenceLimit} is no sign of a lost connection";
        if (profile.Budget.Weight < 1 || profile.Budget.Window <= TimeSpan.Zero)
            yield return $"a REST budget of nothing: {profile.Budget}";
        if (profile.SnapshotSource != SnapshotSource.Stream && profile.SnapshotLevels < 1)
            yield return "snapshots come by REST and ask for no levels";
        if (venue.Adapter.Infer(venue.Symbol) is not { } instrument) yield return $"{venue.Symbol} is not inferred";
        else if (instrument.Venue != profile.Venue || instrument.VenueSymbol != venue.Symbol)
            yield return $"{venue.Symbol} is inferred as {instrument.Venue}:{instrument.VenueSymbol}";
        foreach (var odd in new[] { "", " ", "/", "\0", "-", "_", new string('X', 4_096), "é", "\ud800" })
            if (venue.Adapter.Infer(odd) is { } made) yield return $"'{odd}' is inferred as {made.Name}";
    }

    public static IEnumerable<string> Plan(AdapterDescription venue)
    {
        var adapter = venue.Adapter;
        if (adapter.Plan([]).Count > 0) yield return "nothing is planned onto a route";
        var wanted = Many(venue, adapter.Profile.Limits.SubscriptionsPerConnection + 1);
        var routes = adapter.Plan([.. wanted, .. wanted]);
        var planned = routes.SelectMany(x => x.Subscriptions).ToArray();
        foreach (var missing in wanted.Except(planned)) yield return $"{missing} is on no route";
        foreach (var twice in planned.GroupBy(x => x).Where(x => x.Count() > 1)) yield return $"{twice.Key} twice";
        foreach (var more in planned.Except(wanted)) yield return $"{more} was not asked for";
        foreach (var name in routes.GroupBy(x => x.Name).Where(x => x.Count() > 1))
            yield return $"{name.Count()} routes are called {name.Key}";
        foreach (var route in routes)
        {
            if (route.Subscriptions.Count > adapter.Profile.Limits.SubscriptionsPerConnection)
                yield return $"route {route.Name} carries {route.Subscriptions.Count} subscriptions, more than allowed";
            if (route.Endpoints.Count == 0) yield return $"route {route.Name} has no address";
            foreach (var endpoint in route.Endpoints)
                if (!adapter.Profile.StreamEndpoints.Any(x => x.Host == endpoint.Host))
                    yield return $"{endpoint} of route {route.Name} is below no address of the profile";
        }
    }

    /// <summary>At least so many subscriptions of as many instruments as that takes.</summary>
    public static IReadOnlyList<Subscription> Many(AdapterDescription venue, int count) =>
    [
        .. Enumerable.Range(0, (count / venue.Channels.Count) + 1)
            .Select(i => venue.Adapter.Infer(venue.SymbolAt(i)) ?? Missing(venue.SymbolAt(i)))
            .SelectMany(x => venue.Channels.Select(channel => new Subscription(x, channel))),
    ];

    static Instrument Missing(string symbol) =>
        throw new ArgumentException($"the description's symbol {symbol} is not inferred");
}
