using Apache.Arrow;
using Millrace.Features.Contracts;

namespace Millrace.Features.Statistics;

/// <summary>
/// Profile of clean rows, for the report and for no encoder. A commutative monoid in its bytes: any order and any split of the rows give the same
/// <see cref="ToBytes"/>. One for each thread, merged afterwards. Not thread-safe.
/// </summary>
public sealed class TableProfile
{
    private readonly ColumnProfile[] _columns;

    /// <summary>A profile of no rows.</summary>
    public TableProfile(TableContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        Contract = contract;
        _columns = [.. contract.Columns.Select(column => new ColumnProfile(column))];
    }

    /// <summary>Contract of the clean rows.</summary>
    public TableContract Contract { get; }

    /// <summary>Rows added.</summary>
    public long Rows { get; }

    /// <summary>The columns in contract order.</summary>
    public IReadOnlyList<ColumnProfile> Columns => _columns;

    /// <summary>Adds the rows of a clean batch (borrowed).</summary>
    public void Add(RecordBatch clean) => throw new NotSupportedException("Not built yet.");

    /// <summary>Adds all rows of another profile of the same contract, which stays as it is.</summary>
    public void Merge(TableProfile other) => throw new NotSupportedException("Not built yet.");

    /// <summary>The state; equal for equal rows.</summary>
    public byte[] ToBytes() => throw new NotSupportedException("Not built yet.");

    /// <summary>Reads what <see cref="ToBytes"/> wrote for the same contract.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static TableProfile FromBytes(TableContract contract, ReadOnlySpan<byte> bytes) => throw new NotSupportedException("Not built yet.");

    /// <summary>The profile for people and for the report: canonical UTF-8 JSON (docs/statistics.md). Shows no value of a personal column.</summary>
    public byte[] ToJson() => throw new NotSupportedException("Not built yet.");
}
