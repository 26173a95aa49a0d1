namespace Millrace.Features.Encoders.Lists;

/// <summary>The lists of one sequence column of a batch: values one after the other, and where each list ends. Not thread-safe.</summary>
internal sealed class SequenceBuffer
{
    private float[] _values = [];
    private int[] _offsets = [];

    /// <summary>Values so far.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, ValueCount);

    /// <summary>Offsets so far: one more than rows.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Rows + 1);

    private int ValueCount { get; set; }

    private int Rows { get; set; }

    /// <summary>Starts anew for at most so many rows.</summary>
    public void Reset(int rows)
    {
        if (_offsets.Length < rows + 1)
        {
            _offsets = new int[rows + 1];
        }

        Rows = 0;
        ValueCount = 0;
        _offsets[0] = 0;
    }

    /// <summary>Appends a list of so many elements, to be filled by the caller.</summary>
    public Span<float> Append(int length)
    {
        if (ValueCount + length > _values.Length)
        {
            System.Array.Resize(ref _values, Math.Max(ValueCount + length, 2 * _values.Length));
        }

        var list = _values.AsSpan(ValueCount, length);
        ValueCount += length;
        _offsets[++Rows] = ValueCount;
        return list;
    }
}
