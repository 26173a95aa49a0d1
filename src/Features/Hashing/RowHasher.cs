using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Hashing;

/// <summary>Row hashes of a batch, and content hashes of two parts of it, in one pass over its canonical bytes. For one thread at a time.</summary>
internal sealed class RowHasher
{
    private readonly CanonicalRows _rows = new();
    private readonly ContentHasher _clean = new();
    private readonly ContentHasher _quarantined = new();
    private readonly int[] _starts = new int[CanonicalRows.BlockRows];
    private readonly int[] _lengths = new int[CanonicalRows.BlockRows];

    /// <summary>Hashes a batch.</summary>
    /// <param name="columns">Columns of the contract.</param>
    /// <param name="quarantined">Rows that go to quarantine.</param>
    /// <param name="hi">Receives the upper halves.</param>
    /// <param name="lo">Receives the lower halves.</param>
    public void Hash(ReadOnlySpan<Vector> columns, ReadOnlySpan<ulong> quarantined, Span<long> hi, Span<long> lo)
    {
        for (var first = 0; first < hi.Length; first += CanonicalRows.BlockRows)
        {
            var count = Math.Min(CanonicalRows.BlockRows, hi.Length - first);
            _rows.Build(columns, first, count);
            RowIdentity.Hash(_rows, hi.Slice(first, count), lo.Slice(first, count));
            if (BitMask.Any(quarantined[(first >> 6)..], count))
            {
                Add(_clean, quarantined, first, isQuarantined: false);
                Add(_quarantined, quarantined, first, isQuarantined: true);
            }
            else
            {
                _clean.Add(_rows.Buffer, _rows.Starts, _rows.Lengths);
            }
        }
    }

    /// <summary>Content hashes of both parts since the last call; starts anew.</summary>
    public (ContentHash Clean, ContentHash Quarantined) Take() => (_clean.Take(), _quarantined.Take());

    private void Add(ContentHasher hasher, ReadOnlySpan<ulong> quarantined, int first, bool isQuarantined)
    {
        var count = 0;
        for (var i = 0; i < _rows.Count; i++)
        {
            if (BitMask.Get(quarantined, first + i) == isQuarantined)
            {
                _starts[count] = _rows.Starts[i];
                _lengths[count++] = _rows.Lengths[i];
            }
        }

        hasher.Add(_rows.Buffer, _starts.AsSpan(0, count), _lengths.AsSpan(0, count));
    }
}
