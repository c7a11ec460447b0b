using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Testing;

/// <summary>Questions and answers over REST.</summary>
static class RestChecks
{
    static readonly Stamp Received = new(1_800_000_000_000_000_000, 42);

    public static IEnumerable<string> Instruments(AdapterDescription venue)
    {
        var sink = new SinkRecord();
        var result = Read(venue, new RestQuery(RestQueryKind.Instruments), 200, venue.Instruments, sink);
        if (result.Outcome != RestOutcome.Ok) yield return $"the list is {result.Outcome}: {result.Reason}";
        if (sink.Instruments.Find(x => x.VenueSymbol == venue.Symbol) is not { } listed)
        {
            yield return $"the list does not describe {venue.Symbol}";
            yield break;
        }

        if (listed.TickSize != venue.TickSize || listed.LotSize != venue.LotSize)
            yield return $"tick {listed.TickSize} and lot {listed.LotSize}, expected {venue.TickSize} and "
                + $"{venue.LotSize}";
        if (listed.Venue != venue.Adapter.Profile.Venue) yield return $"{listed.Name} is of another venue";
        if (listed.Status == InstrumentStatus.Unknown) yield return $"{listed.Name} has no status";
        if (listed.ContractSize <= 0) yield return $"{listed.Name} has a contract size of {listed.ContractSize}";
        if (venue.Adapter.Infer(venue.Symbol) is { } inferred && inferred.Name != listed.Name)
            yield return $"{venue.Symbol} is listed as {listed.Name} and inferred as {inferred.Name}";
    }

    public static IEnumerable<string> Questions(AdapterDescription venue)
    {
        foreach (var query in Queries(venue))
        {
            if (venue.Adapter.Ask(query) is not { } request) continue;
            var address = new Uri(venue.Adapter.Profile.RestEndpoints[0].AbsoluteUri.TrimEnd('/') + request.Target);
            if (request.Weight < 1) yield return $"{request.Target} costs nothing";
            if (venue.Adapter.Recognise(address) is not { } back)
            {
                yield return $"{address} is not recognised";
                continue;
            }

            // Two kinds may share an answer, and then the key.
            if (venue.Adapter.Ask(back)?.Key != request.Key)
                yield return $"{address} is recognised as {back.Kind} '{venue.Adapter.Ask(back)?.Key}', expected "
                    + $"{query.Kind} '{request.Key}'";
        }

        if (venue.Adapter.Ask(new RestQuery(RestQueryKind.Instruments)) is null)
            yield return "instruments are not asked for";
        if (venue.Adapter.Profile.SnapshotSource != SnapshotSource.Stream
            && venue.Adapter.Ask(Queries(venue).First(x => x.Kind == RestQueryKind.Book)) is null)
            yield return "snapshots come by REST, and a book is not asked for";
        string[] strangers = ["https://nobody.test/", "https://nobody.test/a/b?symbol=%", "http://[::1]/%2F"];
        foreach (var stranger in strangers)
            if (venue.Adapter.Recognise(new Uri(stranger)) is { } known)
                yield return $"{stranger} is recognised as {known.Kind}";
    }

    public static IEnumerable<string> Errors(AdapterDescription venue)
    {
        foreach (var error in venue.RestErrors)
        {
            foreach (var query in Queries(venue).Where(x => venue.Adapter.Ask(x) is not null))
            {
                var sink = new SinkRecord();
                var result = Read(venue, query, error.Status, error.Body, sink);
                if (result.Outcome != error.Outcome)
                    yield return $"HTTP {error.Status} {error.Body} to {query.Kind} is {result.Outcome}, "
                        + $"expected {error.Outcome}";
                if (string.IsNullOrWhiteSpace(result.Reason))
                    yield return $"HTTP {error.Status} {error.Body} to {query.Kind} has no reason";
                if (sink.Lines.Count + sink.Instruments.Count > 0) yield return $"{error.Body} reached the sink";
            }
        }

        string[] broken =
        [
            "", " ", "{", "[", "null", "1", "\"x\"", "{}", "[1]", "<html>", "\0", "[[]]", "{\"x\":[]}", "\"\\ud800\"",
            venue.Instruments[..(venue.Instruments.Length / 2)],
        ];
        foreach (var body in broken)
        {
            foreach (var query in Queries(venue).Where(x => venue.Adapter.Ask(x) is not null))
            {
                var sink = new SinkRecord();
                var result = Read(venue, query, 200, body, sink);
                if (result.Outcome == RestOutcome.Ok) yield return $"'{body}' to {query.Kind} is an answer";
                if (string.IsNullOrWhiteSpace(result.Reason)) yield return $"'{body}' to {query.Kind} has no reason";
                if (sink.Lines.Count + sink.Instruments.Count > 0) yield return $"'{body}' reached the sink";
            }
        }
    }

    static IEnumerable<RestQuery> Queries(AdapterDescription venue)
    {
        var instrument = venue.Adapter.Infer(venue.Symbol);
        yield return new RestQuery(RestQueryKind.Time);
        yield return new RestQuery(RestQueryKind.Instruments);
        yield return new RestQuery(RestQueryKind.Book, instrument, venue.Adapter.Profile.SnapshotLevels);
        yield return new RestQuery(RestQueryKind.Quote, instrument);
        yield return new RestQuery(RestQueryKind.Ticker, instrument);
    }

    static RestResult Read(AdapterDescription venue, RestQuery query, int status, string body, IMarketSink sink) =>
        venue.Adapter.Read(
            query, status, Encoding.UTF8.GetBytes(body), new SymbolTable([], venue.Adapter.Infer), Received, sink);
}
