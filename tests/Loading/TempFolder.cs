namespace StrategyHost.Tests.Loading;

/// <summary>A real folder of a test's own, gone when the test is.</summary>
sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateTempSubdirectory("loading-").FullName;

    public string Path { get; }

    /// <summary>The path of something in it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file, and the folders above it.</summary>
    public string Write(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string relative, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        File.WriteAllBytes(this[relative], bytes);
        return this[relative];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
