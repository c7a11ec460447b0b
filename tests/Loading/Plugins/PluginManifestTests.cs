using StrategyHost.Loading.Plugins;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Loading.Plugins;

/// <summary>Metadata is read from files that anyone may have written.</summary>
public sealed class PluginManifestTests : IDisposable
{
    readonly PluginForge forge = new();

    public void Dispose() => forge.Dispose();

    [Fact]
    public void A_manifest_says_what_an_assembly_declares()
    {
        const string version = "[assembly: System.Reflection.AssemblyVersion(\"3.2.1.0\")]";
        var path = forge.Add("Kraken", PluginForge.Source("kraken", before: version));

        var manifest = PluginManifest.Read(path);

        Assert.Equal(new Version(3, 2, 1, 0), manifest.Version);
        Assert.Equal(PluginCatalog.ContractVersion, manifest.ContractVersion);
        Assert.Equal([new DeclaredVenue("kraken", "Adapter")], manifest.Venues);
    }

    [Theory]
    [MemberData(nameof(Seeds.Batches), 2000, 500, MemberType = typeof(Seeds))]
    public void A_spoilt_assembly_is_read_or_refused_whatever_its_bytes(int first, int count)
    {
        var whole = File.ReadAllBytes(forge.Add("Kraken", PluginForge.Source("kraken")));
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            var spoilt = whole.ToArray();
            for (var flips = random.Next(1, 40); flips > 0; flips--)
                spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
            var path = forge.Folder.Write("spoilt.dll", spoilt);

            var error = Record.Exception(() => PluginManifest.Read(path));

            Assert.True(error is null or BadImageFormatException, $"seed {seed}: {error}");
        }
    }
}
