using System.Text.Json;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Recorded conversations of real Sparks with a worker; they lie beside the checkout, in <c>../shared</c>.</summary>
internal static class Recording
{
    public static string? Folder { get; } = Find();

    /// <summary>What the JVM sent on the first connection; skips the test where there are no recordings.</summary>
    public static FileStream Open(string version, string recorded) => File.OpenRead(Path.Combine(Require(), version, recorded, "jvm-to-worker.bin"));

    /// <summary>Every recorded connection of Spark 4: its release folder, case and file, whether a daemon serves it, whether over a Unix socket.</summary>
    public static IEnumerable<RecordedConnection> All()
    {
        foreach (string meta in Directory.EnumerateFiles(Require(), "meta.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(meta));
            JsonElement root = document.RootElement;
            if (root.GetProperty("family").GetString() == "3.5")
            {
                continue;
            }

            foreach (JsonElement connection in root.GetProperty("connections").EnumerateArray())
            {
                yield return new RecordedConnection(
                    Path.Combine(Path.GetDirectoryName(meta)!, connection.GetProperty("jvm_to_worker").GetString()!),
                    root.GetProperty("mode").GetString() == "daemon",
                    root.TryGetProperty("uds", out JsonElement unix) && unix.ValueKind == JsonValueKind.True);
            }
        }
    }

    private static string Require()
    {
        Assert.SkipWhen(Folder is null, "There are no recordings: put the folder shared/ beside the checkout to run this test.");
        return Folder!;
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
