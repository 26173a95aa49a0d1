using System.Globalization;
using Apache.Arrow;
using Microsoft.ML.OnnxRuntime;
using Millrace.Features.Encoders;
using Millrace.Training;

namespace Millrace.Jobs.Export;

/// <summary>
/// Holds the model over raw values against encoders and network: batches of 1 and 1,000 clean rows, some of whose cells are missing or
/// unseen; sequences of one step, of the most, and of every length between.
/// </summary>
internal static class RawCheck
{
    /// <summary>The greatest difference over all tries, as a share of the bound's units.</summary>
    /// <param name="model">The exported model.</param>
    /// <param name="features">The encoders.</param>
    /// <param name="trained">The network.</param>
    /// <param name="sample">Some clean rows, at least one; borrowed.</param>
    /// <param name="bound">How far predictions may differ.</param>
    /// <exception cref="JobFailedException">It is beyond the bound, or the model cannot be run.</exception>
    public static double Require(byte[] model, FeatureModel features, TrainedModel trained, RecordBatch sample, OnnxBound bound)
    {
        using var exported = new OnnxModel(model);
        var predictor = trained.CreatePredictor();
        var encoder = features.CreateEncoder(1);
        var greatest = 0.0;
        foreach (var (rows, first, length) in Tries(trained.Network.Shape.SequenceFeatures > 0, Most(features)))
        {
            var (batch, inputs) = Probe(features, sample, rows, first, length);
            using (batch)
            {
                using var encoded = encoder.EncodeAll(batch);
                var ours = predictor.Predict(encoded);
                var difference = bound.Greatest(ours, exported.Predict(inputs), predictor.RoundingOf(encoded, ours));
                if (difference > OnnxBound.Relative)
                {
                    throw new JobFailedException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The exported ONNX model over raw values is not the model: in a batch of {rows:N0} rows a prediction differs by {difference:G3}, where {OnnxBound.Words} is allowed. Report this; `export: {{ raw: false }}` runs the job without it."));
                }

                greatest = Math.Max(greatest, difference);
            }
        }

        return greatest;
    }

    // A batch of one row is tried as it is, without any value, and with values that no training row had.
    private static IEnumerable<(int Rows, int First, int? Length)> Tries(bool hasSequences, int most)
    {
        int?[] lengths = hasSequences ? [1, most, null] : [null];
        foreach (var length in lengths)
        {
            yield return (1, 0, length);
            yield return (1, 1, length);
            yield return (1, 3, length);
            yield return (1_000, 0, length);
        }
    }

    private static (RecordBatch Batch, List<NamedOnnxValue> Inputs) Probe(FeatureModel features, RecordBatch sample, int rows, int first, int? length)
    {
        (int Row, CellOrigin Origin)[] origins = [.. Enumerable.Range(first, rows).Select(row => (row % sample.Length, RawCells.OriginOf(row)))];
        int[] steps = [.. Enumerable.Range(first, rows).Select(row => length ?? row % (Most(features) + 1))];
        var inputs = new List<NamedOnnxValue>();
        var columns = new List<IArrowArray>();
        var schema = new Schema.Builder();
        foreach (var column in features.Columns)
        {
            var input = RawInput.Of(column);
            var array = sample.Column(sample.Schema.GetFieldIndex(column.Name));
            var (cells, tensors) = input.Kind == RawKind.List
                ? RawCells.CreateLists(input, (ListArray)array, Lengths(input, steps, first))
                : RawCells.Create(input, array, origins);
            columns.Add(cells);
            inputs.AddRange(tensors);
            schema.Field(new Field(column.Name, cells.Data.DataType, nullable: true));
        }

        if (features.Columns.Select(RawInput.Of).FirstOrDefault(input => input.IsSequence) is { } sequence)
        {
            inputs.Add(OnnxModel.Input(sequence.LengthName, steps, rows));
        }

        return (new RecordBatch(schema.Build(), columns, rows), inputs);
    }

    // Sequences have the row's length (a missing one is empty); vectors are left out in every fourth row, and some are too long.
    private static IReadOnlyList<int?> Lengths(RawInput input, int[] steps, int first) => input.IsSequence
        ? [.. steps.Select(step => step == 0 ? null : (int?)step)]
        : [.. Enumerable.Range(first, steps.Length).Select(row => RawCells.OriginOf(row) == CellOrigin.Missing ? null : (int?)(row % (input.Width + 2)))];

    private static int Most(FeatureModel features) => features.Layout.Sequences.Count == 0 ? 0 : features.Layout.Sequences.Min(sequence => sequence.MaxLength);
}
