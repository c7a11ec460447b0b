namespace StrategyHost.Loading;

/// <summary>A file's name for people: relative where it lies below the current directory, else whole.</summary>
static class ShownPath
{
    public static string Of(string path, string currentDirectory)
    {
        var full = Path.GetFullPath(path, currentDirectory);
        var relative = Path.GetRelativePath(currentDirectory, full);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? full : relative;
    }
}
