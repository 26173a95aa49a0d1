using System.Globalization;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>Generated trips, some of which break rules: the same files for the same number of rows.</summary>
internal sealed class CleaningData : IDisposable
{
    private const int FileCount = 4;

    private CleaningData(string root, long rows)
    {
        Root = root;
        Rows = rows;
    }

    /// <summary>A folder for the data and everything that is made of it.</summary>
    public string Root { get; }

    /// <summary>Rows over all files.</summary>
    public long Rows { get; }

    /// <summary>The input folder.</summary>
    public string Input => Path.Combine(Root, "input");

    /// <summary>The input files.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Input, "*.parquet").Order(StringComparer.Ordinal)];

    /// <summary>Writes the files below a new temporary folder, which disposing removes.</summary>
    public static CleaningData Generate(long rows)
    {
        var data = new CleaningData(Directory.CreateTempSubdirectory("millrace-cleaning-").FullName, rows);
        Directory.CreateDirectory(data.Input);
        for (var i = 0; i < FileCount; i++)
        {
            HandWrittenSql.Run("cleaning-data.sql", Environment.ProcessorCount, new Dictionary<string, string>
            {
                ["first"] = (rows * i / FileCount).ToString(CultureInfo.InvariantCulture),
                ["last"] = (rows * (i + 1) / FileCount).ToString(CultureInfo.InvariantCulture),
                ["file"] = Path.Combine(data.Input, string.Create(CultureInfo.InvariantCulture, $"{i}.parquet")),
            });
        }

        return data;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
