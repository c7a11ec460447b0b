using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace StrategyHost.Tests.Architecture;

/// <summary>A type that an assembly uses: where it is defined and what it is called.</summary>
readonly record struct UsedType(string Assembly, string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";
}

/// <summary>What the compiled assemblies really use, whatever the project files say.</summary>
static class AssemblyRules
{
    /// <summary>Every type of other assemblies that the code of one uses.</summary>
    public static IReadOnlyList<UsedType> TypesUsedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var used = new List<UsedType>();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind != HandleKind.AssemblyReference) continue; // nested: its owner is listed
            var from = metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
            used.Add(new UsedType(
                metadata.GetString(from.Name), metadata.GetString(type.Namespace), metadata.GetString(type.Name)));
        }

        return used;
    }

    /// <summary>Assemblies of this house that one refers to and may not.</summary>
    public static IEnumerable<string> References(string name, IEnumerable<string> referred, params string[] allowed) =>
        from other in referred
        where other.StartsWith("StrategyHost", StringComparison.OrdinalIgnoreCase) && !allowed.Contains(other)
        select $"{name}: refers to {other}";

    /// <summary>Types of banned namespaces, or banned by their full names, less the excepted ones.</summary>
    public static IEnumerable<string> Banned(
        string name, IEnumerable<UsedType> used, IReadOnlyCollection<string> banned, params string[] excepted) =>
        from type in used
        where !excepted.Contains(type.ToString())
        where banned.Contains(type.ToString()) || banned.Any(
            x => type.Namespace == x || type.Namespace.StartsWith(x + ".", StringComparison.Ordinal))
        select $"{name}: uses {type}";

    /// <summary>Types of the contracts outside one namespace of theirs.</summary>
    public static IEnumerable<string> ContractsBeyond(string name, IEnumerable<UsedType> used, string allowed) =>
        from type in used
        where type.Assembly == "StrategyHost.Contracts" && type.Namespace != allowed
        select $"{name}: uses {type}, and may use {allowed} only";

    /// <summary>Static fields that can change.</summary>
    public static IEnumerable<string> MutableStatics(IEnumerable<Type> types) =>
        from type in types
        where !IsGenerated(type)
        from field in type.GetFields(
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !field.IsInitOnly && !field.IsLiteral && !IsGenerated(field)
        select $"{type.FullName}.{field.Name}: static state that can change";

    static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || member.Name.Contains('<')
        || (member.DeclaringType is { } owner && IsGenerated(owner));
}
