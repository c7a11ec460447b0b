using System.Text;

namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>
/// One client of Coinbase: each request is answered with everything that the connection has by then, and a client that
/// asks for nothing within five seconds is closed.
/// </summary>
sealed class CoinbaseConnection(CoinbaseVenue venue, DateTimeOffset opened, int queueBound)
    : SimulatedConnection(queueBound)
{
    /// <summary>Messages that a client may send in a second.</summary>
    const int MostMessages = 100;

    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    readonly List<(CoinbaseChannel Channel, List<CoinbaseProduct> Products)> channels = [];
    readonly RateMeter meter = new(MostMessages, MostMessages);
    bool hasSubscribed;

    public override void Handle(ReadOnlyMemory<byte> text, DateTimeOffset now)
    {
        if (Closed is not null) return;
        if (!meter.TryTake(now))
        {
            Refuse("""{"type":"error","message":"Rate limit exceeded"}""");
            return;
        }

        var request = CoinbaseRequest.Read(text, venue);
        if (request.Error is { } error) Refuse(error);
        else Execute(request);
    }

    public override void Leave()
    {
        foreach (var (channel, products) in channels)
        {
            foreach (var product in products) product.ListenersOf(channel).Remove(this);
        }

        channels.Clear();
        venue.Forget(this);
    }

    public void Deliver(ReadOnlyMemory<byte> frame) => Send(frame);

    /// <summary>Closes a client that has not asked for anything in time.</summary>
    public void Pass(DateTimeOffset now)
    {
        if (!hasSubscribed && now - opened > LongestWait) Close(1008, "subscribe within 5 seconds");
    }

    void Execute(CoinbaseRequest request)
    {
        var fresh = new List<(CoinbaseChannel Channel, CoinbaseProduct Product)>();
        foreach (var (channel, product) in request.Items)
        {
            if (!request.IsSubscribe) Remove(channel, product);
            else if (Add(channel, product)) fresh.Add((channel, product));
        }

        hasSubscribed |= request.IsSubscribe;
        Send(Acknowledgement());
        // a new listener first gets what is known, then what changes
        foreach (var (channel, product) in fresh)
        {
            if (Closed is not null) return;
            if (venue.Opening(channel, product) is { } frame) Send(frame);
        }
    }

    bool Add(CoinbaseChannel channel, CoinbaseProduct product)
    {
        var products = channels.FirstOrDefault(each => each.Channel == channel).Products;
        if (products is null) channels.Add((channel, products = []));
        if (products.Contains(product)) return false;
        products.Add(product);
        product.ListenersOf(channel).Add(this);
        return true;
    }

    void Remove(CoinbaseChannel channel, CoinbaseProduct product)
    {
        var index = channels.FindIndex(each => each.Channel == channel);
        if (index < 0 || !channels[index].Products.Remove(product)) return;
        product.ListenersOf(channel).Remove(this);
        if (channels[index].Products.Count == 0) channels.RemoveAt(index);
    }

    /// <summary>All that the connection has, not only what is new.</summary>
    byte[] Acknowledgement()
    {
        var entries = channels.Select(each =>
            $$"""{"name":"{{venue.NameOf(each.Channel)}}","product_ids":[{{Ids(each.Products)}}],"""
            + "\"account_ids\":null}");
        return Encoding.UTF8.GetBytes($$"""{"type":"subscriptions","channels":[{{string.Join(',', entries)}}]}""");
    }

    static string Ids(IEnumerable<CoinbaseProduct> products) =>
        string.Join(',', products.Select(product => $"\"{product.Id}\""));

    void Refuse(string error) => Send(Encoding.UTF8.GetBytes(error));
}
