using Millrace.Features.Cleaning;
using Millrace.Features.Contracts;
using Millrace.Features.Hashing;
using Millrace.Features.Statistics;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>What the row stage counts: a commutative monoid in its bytes. Not thread-safe.</summary>
internal sealed record RowsStatistics
{
    /// <summary>What the rules did.</summary>
    public RowStageStatistics Rows { get; init; } = RowStageStatistics.Empty;

    /// <summary>Rows that could not be cut into columns, per reason.</summary>
    public required SortedDictionary<string, long> BadRows { get; init; }

    /// <summary>Hash of the quarantined rows.</summary>
    public ContentHash QuarantineContent { get; init; }

    /// <summary>Profile of the clean rows; null where none is wanted.</summary>
    public TableProfile? Profile { get; init; }

    /// <summary>What no rows count.</summary>
    public static RowsStatistics Of(TableProfile? profile) => new() { BadRows = new SortedDictionary<string, long>(StringComparer.Ordinal), Profile = profile };

    /// <summary>Both together. Takes over <paramref name="left"/>.</summary>
    public static RowsStatistics Merge(RowsStatistics left, RowsStatistics right)
    {
        foreach (var (reason, rows) in right.BadRows)
        {
            left.BadRows[reason] = left.BadRows.GetValueOrDefault(reason) + rows;
        }

        if (right.Profile is { } profile)
        {
            left.Profile!.Merge(profile);
        }

        return left with
        {
            Rows = RowStageStatistics.Merge(left.Rows, right.Rows),
            QuarantineContent = ContentHash.Merge(left.QuarantineContent, right.QuarantineContent),
        };
    }

    /// <summary>The statistics as bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        WriteBlock(writer, Rows.ToBytes());
        writer.Write(BadRows.Count);
        foreach (var (reason, rows) in BadRows)
        {
            writer.Write(reason);
            writer.Write(rows);
        }

        writer.Write(QuarantineContent.ToBytes());
        WriteBlock(writer, Profile?.ToBytes() ?? []);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static RowsStatistics FromBytes(TableContract contract, ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var reader = new BinaryReader(stream);
        var rows = RowStageStatistics.FromBytes(ReadBlock(reader));
        var badRows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            badRows.Add(reader.ReadString(), reader.ReadInt64());
        }

        var content = ContentHash.FromBytes(reader.ReadBytes(ContentHash.ByteLength));
        var profile = ReadBlock(reader);
        return new RowsStatistics
        {
            Rows = rows,
            BadRows = badRows,
            QuarantineContent = content,
            Profile = profile.Length == 0 ? null : TableProfile.FromBytes(contract, profile),
        };
    }

    private static void WriteBlock(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBlock(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
}
