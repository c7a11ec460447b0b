using System.Text.Json;
using StrategyHost.Engine.Transport;

namespace StrategyHost.App.Options;

/// <summary>
/// Holds a settings file against the settings that there are, so that a misspelt one is not silently nobody's. Throws
/// a <see cref="UserErrorException"/> that names the place.
/// </summary>
static class SettingsFile
{
    /// <summary>The one section of it.</summary>
    public const string Section = "StrategyHost";

    static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    };

    public static void Check(string path)
    {
        try
        {
            using var text = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            if (text.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new UserErrorException($"{path} must be an object, {{ \"{Section}\": {{ ... }} }}.");
            }

            CheckSections(path, text.RootElement);
        }
        catch (JsonException broken)
        {
            var place = $"line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}";
            throw new UserErrorException(
                $"{path} is not valid JSON: {place}: {FirstSentence(broken)}; mend it or remove the file.");
        }
    }

    static void CheckSections(string path, JsonElement root)
    {
        foreach (var section in root.EnumerateObject())
        {
            if (IsNamed(section.Name, Section)) continue;
            throw new UserErrorException(
                $"{path}: there is no section '{section.Name}', only '{Section}'; see README, Settings.");
        }

        CheckNames(path, "", root, [Section]);
        foreach (var section in root.EnumerateObject())
            CheckKeys(path, section.Name, section.Value, typeof(HostOptions));
    }

    static void CheckKeys(string path, string place, JsonElement section, Type settings)
    {
        if (section.ValueKind != JsonValueKind.Object) return; // the binder's to judge
        CheckNames(path, $"{place}:", section, [.. settings.GetProperties().Select(x => x.Name)]);
        foreach (var setting in section.EnumerateObject())
        {
            var type = settings.GetProperties().First(x => IsNamed(x.Name, setting.Name)).PropertyType;
            if (IsGroup(type)) CheckKeys(path, $"{place}:{setting.Name}", setting.Value, type);
        }
    }

    static void CheckNames(string path, string place, JsonElement section, string[] known)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.EnumerateObject())
        {
            if (!seen.Add(setting.Name))
                throw new UserErrorException($"{path}: {place}{setting.Name} is there twice; remove one.");
            if (known.Any(x => IsNamed(x, setting.Name))) continue;
            throw new UserErrorException(
                $"{path}: there is no setting {place}{setting.Name}, only {string.Join(", ", known)}.");
        }
    }

    static bool IsGroup(Type type) => type == typeof(SimulatorSettings) || type == typeof(ProxySettings);

    static bool IsNamed(string name, string key) => string.Equals(name, key, StringComparison.OrdinalIgnoreCase);

    static string FirstSentence(JsonException broken) =>
        broken.Message.Split(" LineNumber", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
}
