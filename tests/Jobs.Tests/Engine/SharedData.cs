namespace Millrace.Jobs.Tests.Engine;

/// <summary>Finds public test data that lies beside the repository, if it does.</summary>
internal static class SharedData
{
    /// <summary>The folder, or the test is skipped with a sentence that says what is missing.</summary>
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"The data set '{name}' (shared/data/{name} above the repository) is not on this machine.");
        return "";
    }
}
