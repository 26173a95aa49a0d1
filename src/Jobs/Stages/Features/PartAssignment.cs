using Apache.Arrow;
using Millrace.Features.Splitting;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Which part of the split each row of a batch belongs to, by what the rows are. Thread-safe.</summary>
internal static class PartAssignment
{
    /// <summary>The part of every row of the batch (borrowed).</summary>
    public static SplitPart[] Of(Splitter splitter, RowRole role, RecordBatch batch)
    {
        var parts = new SplitPart[batch.Length];
        switch (role)
        {
            case RowRole.Validation:
                System.Array.Fill(parts, SplitPart.Validation);
                break;
            case RowRole.Test:
                System.Array.Fill(parts, SplitPart.Test);
                break;
            default:
                splitter.Assign(batch, parts);
                break;
        }

        return parts;
    }
}
