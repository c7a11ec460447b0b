using StrategyHost.Engine.Transport;

namespace StrategyHost.Tests.Engine.Transport;

public sealed class ProxyRuleTests
{
    [Theory]
    [InlineData("https://venue.com", "HTTPS_PROXY=http://a:1", "a:1")]
    [InlineData("wss://venue.com/stream", "HTTPS_PROXY=http://a:1", "a:1")]
    [InlineData("https://venue.com", "https_proxy=http://b:2;HTTPS_PROXY=http://a:1", "b:2")]
    [InlineData("https://venue.com", "https_proxy=;HTTPS_PROXY=http://a:1", "a:1")]
    [InlineData("ws://venue.com", "HTTPS_PROXY=http://a:1", null)]
    [InlineData("ws://venue.com", "HTTP_PROXY=http://a:1", "a:1")]
    [InlineData("http://venue.com", "http_proxy=a:1", "a:1")]
    [InlineData("wss://venue.com", "HTTP_PROXY=http://a:1", null)]
    [InlineData("wss://venue.com", "ALL_PROXY=http://c:3;HTTPS_PROXY=http://a:1", "a:1")]
    [InlineData("ws://venue.com", "all_proxy=c:3;HTTPS_PROXY=http://a:1", "c:3")]
    [InlineData("wss://venue.com", "HTTPS_PROXY=http://user:pa%3Ass@a:8080/", "a:8080")]
    [InlineData("wss://venue.com", "HTTPS_PROXY=http://proxy.local", "proxy.local")]
    [InlineData("wss://venue.com", "", null)]
    [InlineData("wss://127.0.0.1:9", "HTTPS_PROXY=http://a:1", null)]
    [InlineData("wss://localhost:9", "ALL_PROXY=http://a:1", null)]
    [InlineData("ws://[::1]:9", "ALL_PROXY=http://a:1", null)]
    [InlineData("wss://localhost.venue.com", "ALL_PROXY=http://a:1", "a:1")]
    public void The_environment_says_which_proxy_leads_where(string address, string variables, string? proxy) =>
        Assert.Equal(proxy, Find(new ProxySettings(), address, variables));

    [Theory]
    [InlineData("venue.com", "wss://venue.com", true)]
    [InlineData("venue.com", "wss://stream.venue.com:9443", true)]
    [InlineData("venue.com", "wss://myvenue.com", false)]
    [InlineData(".venue.com", "wss://stream.venue.com", true)]
    [InlineData("*.Venue.com, other.com", "wss://stream.venue.com", true)]
    [InlineData("venue.com:9443", "wss://venue.com:9443", true)]
    [InlineData("venue.com:9443", "wss://venue.com", false)]
    [InlineData("*", "wss://venue.com", true)]
    [InlineData("10.0.0.0/8", "wss://10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "wss://11.1.2.3", false)]
    [InlineData("192.168.1.7", "wss://192.168.1.7:1", true)]
    [InlineData("192.168.1.7:2", "wss://192.168.1.7:1", false)]
    [InlineData("fe80::1", "wss://[fe80::1]:1", true)]
    [InlineData("[fe80::1]:1", "wss://[fe80::1]:1", true)]
    [InlineData("com,.,:,*.", "wss://venue.net", false)]
    public void No_proxy_names_what_is_reached_straight(string exceptions, string address, bool isStraight)
    {
        var found = Find(new ProxySettings(), address, $"ALL_PROXY=a:1;NO_PROXY={exceptions}");
        Assert.Equal(isStraight ? null : "a:1", found);
    }

    [Fact]
    public void Settings_win_over_the_environment()
    {
        const string Variables = "HTTPS_PROXY=http://a:1;NO_PROXY=venue.com";
        var here = new ProxySettings { Address = "http://mine:2" };
        Assert.Equal("mine:2", Find(here, "wss://other.com", Variables));
        Assert.Equal("mine:2", Find(here, "ws://other.com", Variables));
        Assert.Null(Find(here, "wss://venue.com", Variables));
        here.Except = "other.com";
        Assert.Equal("mine:2", Find(here, "wss://venue.com", Variables));
        Assert.Null(Find(here, "wss://other.com", Variables));
        Assert.Null(Find(new ProxySettings { Address = "none" }, "wss://other.com", Variables));
    }

    [Fact]
    public void Addresses_on_this_machine_go_through_a_proxy_only_where_the_settings_say_so()
    {
        var settings = new ProxySettings { Address = "http://mine:2", Except = "127.0.0.1" };
        Assert.Null(Find(settings, "ws://127.0.0.1:9", ""));
        settings.Loopback = true;
        Assert.Equal("mine:2", Find(settings, "ws://127.0.0.1:9", "")); // asked for by name: it wins
    }

    [Theory]
    [InlineData("socks5://user:secret@a:1")]
    [InlineData("https://user:secret@a:1")]
    [InlineData("http://user:12#secret@a:1")]
    [InlineData("http://user:12/secret@a:1")]
    [InlineData("http://user:12?secret@a:1")]
    [InlineData("http://a:secret")]
    [InlineData("http://")]
    public void What_is_no_address_of_a_proxy_is_refused_without_repeating_it(string text)
    {
        var rule = ProxyRule.From(new ProxySettings(), name => name == "HTTPS_PROXY" ? text : null);
        Assert.False(rule.TryFind(new Uri("wss://venue.com"), out _, out var error));
        Assert.Equal("HTTPS_PROXY is not the address of an HTTP proxy, http://host:port", error);
        Assert.True(rule.TryFind(new Uri("wss://127.0.0.1:1"), out _, out _)); // the embedded exchange needs none
        Assert.DoesNotContain("secret", new ProxySettings { Address = text }.Fault);
    }

    [Fact]
    public void User_and_password_are_decoded_for_the_request_and_are_in_no_other_text()
    {
        Assert.True(ProxyAddress.TryParse("http://me%40desk:p%3Aw%2F%C3%BC@a:1", out var proxy));
        Assert.Equal("Basic " + Convert.ToBase64String("me@desk:p:w/ü"u8), proxy.Authorization);
        Assert.Equal("a:1", proxy.ToString());
        Assert.True(ProxyAddress.TryParse("me@[::1]:3128", out proxy));
        Assert.Equal(("::1", 3128), (proxy.EndPoint.Host, proxy.EndPoint.Port));
        Assert.Equal("Basic " + Convert.ToBase64String("me:"u8), proxy.Authorization);
    }

    static string? Find(ProxySettings settings, string address, string variables)
    {
        var set = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(x => x.Split('=', 2)[0], x => x.Split('=', 2)[1]);
        var rule = ProxyRule.From(settings, name => set.GetValueOrDefault(name));
        Assert.True(rule.TryFind(new Uri(address), out var proxy, out var error), error);
        return proxy?.ToString();
    }
}
