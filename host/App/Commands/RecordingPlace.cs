namespace StrategyHost.App.Commands;

/// <summary>
/// Where a recording goes. A file that it replaces is put aside until there is a new one, so that a misspelt
/// instrument neither costs an older recording nor leaves an empty file behind.
/// </summary>
sealed class RecordingPlace : IDisposable
{
    readonly string path;
    readonly string aside;

    RecordingPlace(string path)
    {
        this.path = path;
        aside = path + ".replaced";
    }

    /// <summary>Makes room for the recording, or throws a <see cref="UserErrorException"/>.</summary>
    public static RecordingPlace Take(string path, bool force)
    {
        if (Directory.Exists(path)) throw new UserErrorException($"{path} is a folder: name a file in it with --out.");
        if (File.Exists(path) && !force)
            throw new UserErrorException($"{path} exists already: name another file, or replace it with --force.");
        var place = new RecordingPlace(path);
        try
        {
            if (File.Exists(path)) File.Move(path, place.aside, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be replaced: {error.Message}");
        }

        return place;
    }

    /// <summary>Keeps whichever recording there is, the new one first.</summary>
    public void Dispose()
    {
        var written = new FileInfo(path);
        if (written is { Exists: true, Length: > 0 })
        {
            File.Delete(aside);
            return;
        }

        if (written.Exists) written.Delete();
        if (File.Exists(aside)) File.Move(aside, path);
    }
}
