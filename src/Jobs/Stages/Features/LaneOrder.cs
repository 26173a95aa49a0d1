using System.Globalization;
using Apache.Arrow;
using Millrace.Training.Lanes;

namespace Millrace.Jobs.Stages.Features;

/// <summary>The order of batches in a feature file, as its schema says it: batch i has rows of lane i mod V.</summary>
internal static class LaneOrder
{
    private const string Key = "millrace.lanes";

    /// <summary>The schema of a file that is in the order of <paramref name="lanes"/> lanes.</summary>
    public static Schema Mark(Schema schema, int lanes)
    {
        var marked = new Dictionary<string, string>(schema.Metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [Key] = lanes.ToString(CultureInfo.InvariantCulture),
        };
        return new Schema(schema.FieldsList, marked);
    }

    /// <summary>Makes sure that a file is in the order of <paramref name="lanes"/> lanes.</summary>
    /// <exception cref="LaneException">It is in another order, or in none.</exception>
    public static void Check(string path, Schema schema, int batches, int lanes)
    {
        var given = schema.Metadata is { } metadata && metadata.TryGetValue(Key, out var text) ? text : "none";
        if (given != lanes.ToString(CultureInfo.InvariantCulture) || batches % lanes != 0)
        {
            throw new LaneException($"{path} has {batches} batches in the order of {given} lanes; {lanes} lanes are needed. Encode it again");
        }
    }

    /// <summary>Makes sure that a batch has rows of one lane only: a row in another lane's batch would be read by nobody.</summary>
    /// <exception cref="LaneException">It has others.</exception>
    public static void CheckBatch(string path, RecordBatch batch, int lane)
    {
        if (((Int32Array)batch.Column("lane")).Values.IndexOfAnyExcept(lane) is >= 0 and var row)
        {
            throw new LaneException($"{path} has a row of another lane among those of lane {lane} (row {row} of its batch)");
        }
    }
}
