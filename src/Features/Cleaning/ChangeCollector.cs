using Millrace.Exact;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning;

/// <summary>Counts the changes of one step in one column and keeps the sample. For one thread at a time.</summary>
internal sealed class ChangeCollector(string step, string column, bool isPersonal)
{
    private const string Mask = "***";
    private const int MaxTextLength = 200;

    /// <summary>Key of the hash whose smallest values form the sample of changes.</summary>
    private const ulong SampleKey = 0x6368_616E_6765_0006;

    private readonly SortedSet<ChangeSample> _samples = [];
    private long _cells;

    /// <summary>Adds the changed cells of a batch.</summary>
    public void Add(ReadOnlySpan<ulong> changed, Vector before, Vector after, ReadOnlySpan<long> hi, ReadOnlySpan<long> lo)
    {
        for (var row = BitMask.Next(changed, 0, hi.Length); row < hi.Length; row = BitMask.Next(changed, row + 1, hi.Length))
        {
            _cells++;
            var key = KeyedHash.Hash(SampleKey, hi[row], lo[row]);
            if (_samples.Count == ChangeLog.MaxSamples && key > _samples.Max!.Key)
            {
                continue;
            }

            _samples.Add(new ChangeSample { Key = key, Before = Text(before, row), After = Text(after, row) });
            if (_samples.Count > ChangeLog.MaxSamples)
            {
                _samples.Remove(_samples.Max!);
            }
        }
    }

    /// <summary>The log so far.</summary>
    public ChangeLog Build() => new() { Step = step, Column = column, Cells = _cells, Samples = [.. _samples] };

    private string? Text(Vector values, int row)
    {
        if (!values.IsValid(row))
        {
            return null;
        }

        if (isPersonal)
        {
            return Mask;
        }

        var text = ValueText.Format(values, row)!;
        if (text.Length <= MaxTextLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxTextLength - 2]) ? MaxTextLength - 2 : MaxTextLength - 1;
        return text[..end] + "…";
    }
}
