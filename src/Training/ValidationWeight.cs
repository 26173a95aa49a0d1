using System.Runtime.InteropServices;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training;

/// <summary>
/// Whether validation rows weigh anything: metrics are divided by their weight, so a run whose validation rows have none is refused before it trains. Reads up to the first row
/// with weight, as a rule one block.
/// </summary>
internal static class ValidationWeight
{
    /// <summary>What such a run is told.</summary>
    public const string Fault =
        "no validation row has weight: weight column and class_weights make it 0 for every one, so no epoch can be judged; give some of them weight, or set no validation rows aside";

    /// <summary>Whether a row of <paramref name="lanes"/> has weight.</summary>
    /// <exception cref="NetworkException">A label is none that the loss is defined for.</exception>
    public static bool IsIn(ILaneSource source, LaneRange lanes, Network network)
    {
        var recordBytes = source.Layout.RecordBytes;
        byte[]? buffer = null;
        for (var lane = lanes.First; lane < lanes.End; lane++)
        {
            var rows = source.Rows(lane);
            for (var block = 0; (long)block * ILaneSource.BlockRows < rows; block++)
            {
                var bytes = source.ResidentBlock(lane, block);
                if (bytes is null)
                {
                    buffer ??= new byte[ILaneSource.BlockRows * recordBytes];
                    source.ReadBlock(lane, block, bytes = buffer);
                }

                var count = (int)Math.Min(ILaneSource.BlockRows, rows - ((long)block * ILaneSource.BlockRows));
                for (var row = 0; row < count; row++)
                {
                    if (!IsZero(bytes.AsSpan(row * recordBytes, recordBytes), source.Layout, network))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool IsZero(ReadOnlySpan<byte> record, RowLayout layout, Network network)
    {
        var isZero = MemoryMarshal.Read<float>(record[RowLayout.WeightOffset..]) == 0;
        foreach (var target in network.Targets)
        {
            if (!isZero && target.WeighsClasses)
            {
                Span<double> labels = [0];
                target.ReadLabels(
                    MemoryMarshal.Cast<byte, float>(record.Slice(RowLayout.LabelOffset, sizeof(float) * layout.Labels)), labels,
                    (MemoryMarshal.Read<long>(record[RowLayout.HiOffset..]), MemoryMarshal.Read<long>(record[RowLayout.LoOffset..])));
                isZero = target.ClassWeight(labels) == 0;
            }
        }

        return isZero;
    }
}
