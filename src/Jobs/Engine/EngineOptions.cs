using System.Globalization;

namespace Millrace.Jobs.Engine;

/// <summary>Limits of the embedded engine. None of them changes a result.</summary>
internal sealed record EngineOptions
{
    /// <summary>DuckDB's memory limit in bytes (default 1 GiB, at least 128 MiB). What does not fit is spilled to <see cref="TempFolder"/>.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Threads of sorts, groupings and joins (default: the processors; 1 to 256). A scan or an output uses its caller's thread.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where to spill; a full path, created where it is missing, emptied of the engine's files at the end.</summary>
    public required string TempFolder { get; init; }

    /// <summary>Most bytes that are spilled (default 100 GiB, at least 64 MiB).</summary>
    public long TempBytes { get; init; } = 100L << 30;

    /// <summary>Rows of a scanned batch (default 16,384; 2,048 to 131,072). The last of a row-group run may be shorter.</summary>
    public int BatchRows { get; init; } = 16_384;

    /// <summary>Bytes of text and lists in a scanned batch before it is cut short (default 64 MiB, 1 MiB to 1 GiB).</summary>
    public int BatchBytes { get; init; } = 64 << 20;

    /// <summary>Rows that an assignment should have at least, if its file has that many (default 500,000; 1 and up).</summary>
    public long AssignmentRows { get; init; } = 500_000;

    /// <summary>Batches that wait between a producer and an output file (default 4, 1 to 1,024).</summary>
    public int OutputQueueBatches { get; init; } = 4;

    /// <summary>Rows of a written row group (default 122,880; 65,536 to 128,000). DuckDB ends a group up to 2,048 rows later.</summary>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>Checks every range.</summary>
    /// <exception cref="EngineException">Names every option that is out of its range.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        Check(faults, nameof(MemoryBytes), MemoryBytes, 128L << 20, long.MaxValue);
        Check(faults, nameof(Threads), Threads, 1, 256);
        Check(faults, nameof(TempBytes), TempBytes, 64L << 20, long.MaxValue);
        Check(faults, nameof(BatchRows), BatchRows, 2_048, 131_072);
        Check(faults, nameof(BatchBytes), BatchBytes, 1 << 20, 1 << 30);
        Check(faults, nameof(AssignmentRows), AssignmentRows, 1, long.MaxValue);
        Check(faults, nameof(OutputQueueBatches), OutputQueueBatches, 1, 1_024);
        Check(faults, nameof(RowGroupRows), RowGroupRows, 65_536, 128_000);
        if (faults.Count > 0)
        {
            throw new EngineException("engine options", 0, string.Join("; ", faults));
        }
    }

    private static void Check(List<string> faults, string name, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value} and must lie in {least}..{most}"));
        }
    }
}
