using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using StrategyHost.Exchange;

namespace StrategyHost.Loading.Plugins;

/// <summary>A venue as an assembly declares it.</summary>
readonly record struct DeclaredVenue(string Venue, string Adapter);

/// <summary>
/// What an assembly says about itself, read from its metadata alone: nothing of it is loaded or run, so a plugin for
/// another host can be refused before it does anything.
/// </summary>
sealed record PluginManifest(
    string Path,
    Version Version,
    Version? ContractVersion,
    IReadOnlyList<DeclaredVenue> Venues,
    IReadOnlyList<AssemblyName> References)
{
    const ushort AttributeProlog = 1;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadImageFormatException">It is not a .NET assembly, or not a whole one.</exception>
    public static PluginManifest Read(string path)
    {
        // Whole and at once, so that the file is not held open and a copy in progress is seen in one state.
        var bytes = ImmutableArray.Create(File.ReadAllBytes(path));
        try
        {
            return Read(path, bytes);
        }
        catch (Exception error) when (error is ArithmeticException or ArgumentException or InvalidOperationException
            or IndexOutOfRangeException)
        {
            // The metadata reader checks most of what a damaged file can say, not all of it.
            throw new BadImageFormatException("its metadata is damaged", error);
        }
    }

    static PluginManifest Read(string path, ImmutableArray<byte> bytes)
    {
        using var image = new PEReader(bytes);
        if (!image.HasMetadata) throw new BadImageFormatException("it holds no .NET code");
        var metadata = image.GetMetadataReader();
        if (!metadata.IsAssembly) throw new BadImageFormatException("it is a module, not an assembly");
        AssemblyName[] references = [.. metadata.AssemblyReferences.Select(handle => NameOf(metadata, handle))];
        return new PluginManifest(
            path,
            metadata.GetAssemblyDefinition().Version,
            references.FirstOrDefault(reference => reference.Name == SharedAssemblies.ContractsName)?.Version,
            [.. ReadVenues(metadata)],
            references);
    }

    // Not the reader's own GetAssemblyName: it looks cultures up, which a satellite's or a damaged name fails at.
    static AssemblyName NameOf(MetadataReader metadata, AssemblyReferenceHandle handle)
    {
        var reference = metadata.GetAssemblyReference(handle);
        return new AssemblyName { Name = metadata.GetString(reference.Name), Version = reference.Version };
    }

    static IEnumerable<DeclaredVenue> ReadVenues(MetadataReader metadata)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!IsExchangePlugin(metadata, attribute)) continue;
            var blob = metadata.GetBlobReader(attribute.Value);
            if (blob.ReadUInt16() != AttributeProlog) throw new BadImageFormatException("its attributes are damaged");

            // A Type argument is written as its name.
            yield return new DeclaredVenue(blob.ReadSerializedString() ?? "", blob.ReadSerializedString() ?? "");
        }
    }

    static bool IsExchangePlugin(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference) return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        return metadata.StringComparer.Equals(type.Name, nameof(ExchangePluginAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(ExchangePluginAttribute).Namespace!);
    }
}
