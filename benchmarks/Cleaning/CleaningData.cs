using System.Globalization;
using System.Security.Cryptography;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>
/// Generated trips, some of which break rules: the same files for the same number of rows. The input stays on disk, below the system's temporary files, so that a
/// measurement does not have to make it again; what is made of it goes when this is disposed.
/// </summary>
internal sealed class CleaningData : IDisposable
{
    private const int FileCount = 4;
    private const string Statement = "cleaning-data.sql";

    private CleaningData(string input, string root, long rows)
    {
        Input = input;
        Root = root;
        Rows = rows;
    }

    /// <summary>A folder for everything that is made of the data.</summary>
    public string Root { get; }

    /// <summary>Rows over all files.</summary>
    public long Rows { get; }

    /// <summary>The input folder.</summary>
    public string Input { get; }

    /// <summary>The input files.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Input, "*.parquet").Order(StringComparer.Ordinal)];

    /// <summary>The data, made where it is not there yet. Equal statements are equal data: the folder's name is their hash.</summary>
    public static CleaningData Generate(long rows)
    {
        var made = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(HandWrittenSql.PathOf(Statement))))[..12];
        var input = Path.Combine(Path.GetTempPath(), "millrace-benchmarks", string.Create(CultureInfo.InvariantCulture, $"trips-{rows}-{made}"));
        if (!Directory.Exists(input))
        {
            var unfinished = Directory.CreateDirectory($"{input}.{Environment.ProcessId}").FullName;
            for (var i = 0; i < FileCount; i++)
            {
                HandWrittenSql.Run(Statement, Environment.ProcessorCount, new Dictionary<string, string>
                {
                    ["first"] = (rows * i / FileCount).ToString(CultureInfo.InvariantCulture),
                    ["last"] = (rows * (i + 1) / FileCount).ToString(CultureInfo.InvariantCulture),
                    ["file"] = Path.Combine(unfinished, string.Create(CultureInfo.InvariantCulture, $"{i}.parquet")),
                });
            }

            Directory.Move(unfinished, input);
        }

        return new CleaningData(input, Directory.CreateTempSubdirectory("millrace-cleaning-").FullName, rows);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
