using Millrace.Features.Splitting;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Rows per part, counted by one reader and merged afterwards. Not thread-safe.</summary>
internal sealed class PartCounts
{
    private readonly long[] _rows = new long[3];

    public long this[SplitPart part] => _rows[(int)part];

    public void Add(ReadOnlySpan<SplitPart> parts)
    {
        foreach (var part in parts)
        {
            _rows[(int)part]++;
        }
    }

    public long[] ToArray() => [.. _rows];

    public static PartCounts FromArray(ReadOnlySpan<long> rows)
    {
        var counts = new PartCounts();
        rows.CopyTo(counts._rows);
        return counts;
    }

    public void Merge(PartCounts other)
    {
        for (var part = 0; part < _rows.Length; part++)
        {
            _rows[part] += other._rows[part];
        }
    }
}
