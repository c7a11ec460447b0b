using System.Text.Json;

namespace StrategyHost.App.Options;

/// <summary>
/// Reads the settings: the file named, or <c>appsettings.json</c> in the current directory, or the one beside the
/// executable; then environment variables <c>STRATEGYHOST_</c>. What is wrong there is one sentence with its place.
/// </summary>
static class OptionsReader
{
    const string FileName = "appsettings.json";
    const string Section = "StrategyHost";

    static readonly string[] DefaultWatch =
    [
        "binance:BTC/USDT", "binance:ETH/USDT", "binance:SOL/USDT", "binance:XRP/USDT",
        "binance-futures:BTC/USDT-PERP", "binance-futures:ETH/USDT-PERP", "binance-futures:SOL/USDT-PERP",
        "binance-futures:XRP/USDT-PERP",
    ];

    /// <summary>Reads the settings, or throws a <see cref="UserErrorException"/>.</summary>
    /// <param name="named">The file that the user named; null for the usual places.</param>
    public static HostOptions Read(string? named)
    {
        var path = Find(named);
        var options = new HostOptions();
        if (path is not null || Environment.GetEnvironmentVariables().Count > 0) Bind(path, options);
        options.Watch ??= DefaultWatch;
        options.Strategies ??= ["strategies"];
        return options;
    }

    /// <summary>A file or folder as named: below the current directory, else beside the executable.</summary>
    public static string Locate(string path)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, path);
        return Path.Exists(path) || !Path.Exists(beside) ? path : beside;
    }

    static string? Find(string? named)
    {
        if (named is not null && !File.Exists(named))
        {
            throw new UserErrorException($"There is no settings file {named}: check --config.");
        }

        var path = named ?? Locate(FileName);
        return File.Exists(path) ? path : null;
    }

    static void Bind(string? path, HostOptions options)
    {
        var name = path ?? "the environment";
        try
        {
            var builder = new ConfigurationBuilder();
            if (path is not null) builder.AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false);
            builder.AddEnvironmentVariables("STRATEGYHOST_");
            var root = builder.Build();
            RefuseOtherSections(path);
            root.GetSection(Section).Bind(options, x => x.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidDataException broken)
        {
            throw new UserErrorException($"{name} is not valid JSON: {PlaceOf(broken)}; mend it or remove the file.");
        }
        catch (InvalidOperationException wrong)
        {
            throw new UserErrorException($"{name} cannot be used: {wrong.Message.TrimEnd('.')}; see README, Settings.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{name} cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>A misspelt section would silently be nobody's.</summary>
    static void RefuseOtherSections(string? path)
    {
        if (path is null) return;
        using var text = JsonDocument.Parse(
            File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        foreach (var property in text.RootElement.EnumerateObject())
        {
            if (string.Equals(property.Name, Section, StringComparison.OrdinalIgnoreCase)) continue;
            throw new InvalidOperationException($"'{property.Name}' is not a section of it, only '{Section}' is");
        }
    }

    static string PlaceOf(Exception broken)
    {
        for (var cause = broken; cause is not null; cause = cause.InnerException)
        {
            if (cause is not JsonException json) continue;
            return $"line {json.LineNumber + 1}, column {json.BytePositionInLine + 1}: {FirstSentence(json.Message)}";
        }

        return FirstSentence(broken.Message);
    }

    static string FirstSentence(string message) => message.Split(" LineNumber", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
}
