namespace Millrace.Spark.Tests.Worker;

/// <summary>Recorded conversations of real Sparks with a worker; they lie beside the checkout, in <c>../shared</c>.</summary>
internal static class Recording
{
    public static string? Folder { get; } = Find();

    /// <summary>What the JVM sent on the first connection; skips the test where there are no recordings.</summary>
    public static FileStream Open(string version, string recorded)
    {
        Assert.SkipWhen(Folder is null, "There are no recordings: put the folder shared/ beside the checkout to run this test.");
        return File.OpenRead(Path.Combine(Folder!, version, recorded, "jvm-to-worker.bin"));
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "spark", "transcripts");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
