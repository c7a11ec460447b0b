using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// The assemblies that every script is compiled against: a closed part of the framework and the contracts, opened
/// once for the process. The host's own assemblies are not among them, so no script can come to depend on them.
/// </summary>
static class ScriptReferences
{
    static readonly string[] Names =
    [
        "netstandard", "System.Private.CoreLib", "System.Private.Uri", "System.Runtime", "System.Runtime.Extensions",
        "System.Runtime.InteropServices", "System.Runtime.Numerics", "System.Numerics.Vectors", "System.Memory",
        "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable", "System.ObjectModel",
        "System.Collections.NonGeneric", "System.Collections.Specialized", "System.ComponentModel",
        "System.ComponentModel.Primitives", "System.Console", "System.Globalization", "System.IO", "System.Linq",
        "System.Linq.AsyncEnumerable", "System.Linq.Expressions", "System.Net.Http", "System.Net.Primitives",
        "System.Text.Encoding.Extensions", "System.Text.Encodings.Web", "System.Text.Json",
        "System.Text.RegularExpressions", "System.Threading", "System.Threading.Channels", "System.Threading.Tasks",
        "System.Threading.Tasks.Extensions", "System.Threading.Thread", "System.Threading.Timer",
    ];

    static readonly Lazy<ImmutableArray<MetadataReference>> Opened = new(Open);

    public static ImmutableArray<MetadataReference> All => Opened.Value;

    static ImmutableArray<MetadataReference> Open() =>
    [
        .. Names.Select(SharedAssemblies.PathOf).OfType<string>().Append(SharedAssemblies.Contracts.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
