namespace Millrace.Jobs.Tests;

/// <summary>Where the repository lies that this build came from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Millrace.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no Millrace.slnx above {AppContext.BaseDirectory}");
        }

        return folder;
    }
}
