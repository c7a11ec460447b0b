using System.Reflection;
using StrategyHost.Market;

namespace StrategyHost.Tests.Architecture;

/// <summary>The dependency rules of compiled assemblies, over ours and over bad samples.</summary>
public class AssemblyTests
{
    const string Contracts = "StrategyHost.Contracts";
    const string Engine = "StrategyHost.Engine";
    const string Loading = "StrategyHost.Loading";
    const string Simulator = "StrategyHost.Simulator";
    const string Testing = "StrategyHost.Testing";
    const string Binance = "StrategyHost.Plugins.Binance";
    const string Bybit = "StrategyHost.Plugins.Bybit";
    const string Coinbase = "StrategyHost.Plugins.Coinbase";

    static readonly string[] InputAndOutput =
    [
        "System.IO", "System.Net", "System.Console", "System.Diagnostics.Process", "Microsoft.Win32",
    ];

    /// <summary>What a protocol without I/O has no use for: sockets, files, tasks, threads, clocks.</summary>
    static readonly string[] BeyondAProtocol =
    [
        .. InputAndOutput, "System.Threading", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Random",
        "System.Environment",
    ];

    [Theory]
    [InlineData(Contracts)]
    [InlineData(Engine, Contracts)]
    [InlineData(Loading, Contracts)]
    [InlineData(Simulator, Contracts)]
    [InlineData(Testing, Contracts)]
    [InlineData(Binance, Contracts)]
    [InlineData(Bybit, Contracts)]
    [InlineData(Coinbase, Contracts)]
    [InlineData("strategyhost", Contracts, Engine, Loading, Simulator)]
    public void An_assembly_refers_only_to_what_the_table_allows(string name, params string[] allowed)
    {
        var referred = Assembly.Load(name).GetReferencedAssemblies().Select(x => x.Name!);
        Verdict.IsClean(AssemblyRules.References(name, referred, allowed));
    }

    [Fact]
    public void A_reference_to_a_sibling_is_found() => Verdict.Complains(
        AssemblyRules.References(Engine, ["System.Runtime", Contracts, Loading], Contracts), $"refers to {Loading}");

    [Fact]
    public void The_contracts_do_no_input_or_output() => IsFreeOf(Contracts, InputAndOutput);

    [Theory]
    [InlineData(Binance)]
    [InlineData(Bybit)]
    [InlineData(Coinbase)]
    public void A_plugin_is_a_protocol_without_sockets_tasks_and_clocks(string name) =>
        IsFreeOf(name, BeyondAProtocol);

    [Fact]
    public void The_engine_uses_neither_compiler_nor_web_server_nor_reflection_nor_console() => IsFreeOf(
        Engine,
        [
            "Microsoft.CodeAnalysis", "Microsoft.AspNetCore", "System.Reflection", "System.Runtime.Loader",
            "System.Activator", "System.Console",
        ],
        [.. AttributesOfAssemblies, "System.Reflection.MemberInfo"]); // the name of an exception's type, in messages

    [Fact]
    public void Loading_uses_neither_sockets_nor_the_engine() =>
        IsFreeOf(Loading, ["System.Net", "Microsoft.AspNetCore", "System.Console"]);

    [Fact]
    public void The_simulator_shares_only_the_markets_words_with_the_plugins() => Verdict.IsClean(
        AssemblyRules.ContractsBeyond(
            Simulator, AssemblyRules.TypesUsedBy(Assembly.Load(Simulator)), "StrategyHost.Market"));

    [Fact]
    public void A_use_of_what_is_banned_is_found()
    {
        UsedType[] used =
        [
            new("System.Net.Sockets", "System.Net.Sockets", "Socket"), new(Contracts, "StrategyHost.Exchange", "Route"),
        ];
        Verdict.Complains(AssemblyRules.Banned("A", used, ["System.Net"]), "uses System.Net.Sockets.Socket");
        Verdict.Complains(AssemblyRules.Banned("A", used, ["StrategyHost.Exchange.Route"]), "Exchange.Route");
        Assert.Empty(AssemblyRules.Banned("A", used, ["System.Net"], "System.Net.Sockets.Socket"));
        Verdict.Complains(AssemblyRules.ContractsBeyond("A", used, "StrategyHost.Market"), "StrategyHost.Exchange");
    }

    [Fact]
    public void The_types_that_an_assembly_uses_are_read_from_its_metadata()
    {
        var used = AssemblyRules.TypesUsedBy(Assembly.Load(Simulator));
        Assert.Contains(used, x => x is { Assembly: Contracts, Name: nameof(Instrument) });
    }

    [Theory]
    [InlineData(Contracts)]
    [InlineData(Binance)]
    [InlineData(Coinbase)]
    public void Nothing_static_can_change(string name) =>
        Verdict.IsClean(AssemblyRules.MutableStatics(Assembly.Load(name).GetTypes()));

    [Fact]
    public void A_static_field_that_can_change_is_found() => Verdict.Complains(
        AssemblyRules.MutableStatics([typeof(Changing), typeof(AssemblyTests)]), "Changing.Count");

    static string[] AttributesOfAssemblies =>
    [
        .. typeof(AssemblyTitleAttribute).Assembly.GetTypes()
            .Where(x => x.Namespace == "System.Reflection" && x.IsSubclassOf(typeof(Attribute)))
            .Select(x => x.FullName!),
    ];

    static void IsFreeOf(string name, string[] banned, params string[] excepted) => Verdict.IsClean(
        AssemblyRules.Banned(name, AssemblyRules.TypesUsedBy(Assembly.Load(name)), banned, excepted));

    /// <summary>A bad sample.</summary>
    static class Changing
    {
        public static int Count = 1;
    }
}
