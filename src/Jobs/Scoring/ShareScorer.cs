using Apache.Arrow;
using Millrace.Features.Encoders;
using Millrace.Training;

namespace Millrace.Jobs.Scoring;

/// <summary>Answers the rows of one share and counts. For one thread at a time.</summary>
internal sealed class ShareScorer
{
    /// <summary>Reason of a row whose prediction is no number.</summary>
    public const string NotFinite = "prediction:not_finite";

    /// <summary>Reason of a row that a join of the job leaves out.</summary>
    public const string LeftOut = "relation:left_out";

    private readonly FeatureEncoder _encoder;
    private readonly Predictor _predictor;
    private readonly IReadOnlyList<string> _paths;
    private readonly Dictionary<string, DriftCounter> _drift;
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Schema _schema;
    private long _rows;
    private long _predicted;

    public ShareScorer(FeatureModel features, TrainedModel model, ScoreSettings settings)
    {
        _encoder = features.CreateEncoder(lanes: 1);
        _predictor = model.CreatePredictor();
        _paths = settings.Paths;
        _drift = settings.Drift.ToDictionary(column => column.Name, column => new DriftCounter(column), StringComparer.Ordinal);
        _schema = AnswerSchema.Of(features);
    }

    /// <summary>Predictions of rows in the clean layout (borrowed); belongs to the receiver.</summary>
    public RecordBatch Score(RecordBatch clean)
    {
        foreach (var (name, counter) in _drift)
        {
            counter.Add(clean.Column(name));
        }

        using var encoded = _encoder.EncodeAll(clean);
        var outputs = _predictor.Predict(encoded);
        var width = _predictor.Outputs;
        var reasons = new string?[clean.Length];
        for (var row = 0; row < reasons.Length; row++)
        {
            if (outputs.AsSpan(row * width, width).ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            {
                reasons[row] = NotFinite;
            }
        }

        return Answers(clean, reasons, outputs);
    }

    /// <summary>Answers for rows (borrowed) that cannot be scored: those that could not be cut into columns, and those that a join left out.</summary>
    public RecordBatch Refuse(RecordBatch rows)
    {
        var reasons = new string?[rows.Length];
        var index = rows.Schema.GetFieldIndex("_reasons", StringComparer.Ordinal);
        for (var row = 0; row < reasons.Length; row++)
        {
            reasons[row] = index >= 0 && rows.Column(index) is ListArray lists && lists.GetSlicedValues(row) is StringArray { Length: > 0 } texts
                ? texts.GetString(0)
                : LeftOut;
        }

        return Answers(rows, reasons, null);
    }

    /// <summary>What was counted.</summary>
    public ScoreStatistics Statistics()
    {
        var report = _encoder.TakeReport();
        return new ScoreStatistics
        {
            Rows = _rows,
            Predicted = _predicted,
            Reasons = _reasons,
            Missing = new(report.Columns.Where(column => column.Value.Missing > 0).ToDictionary(column => column.Key, column => column.Value.Missing), StringComparer.Ordinal),
            Unseen = new(report.Columns.Where(column => column.Value.Unseen > 0).ToDictionary(column => column.Key, column => column.Value.Unseen), StringComparer.Ordinal),
            Drift = new(_drift.ToDictionary(column => column.Key, column => column.Value.Counts), StringComparer.Ordinal),
        };
    }

    private RecordBatch Answers(RecordBatch source, string?[] reasons, float[]? outputs)
    {
        var (files, numbers, words) = (new StringArray.Builder(), new Int64Array.Builder(), new StringArray.Builder());
        var predictions = Enumerable.Range(0, _predictor.Outputs).Select(_ => new FloatArray.Builder()).ToArray();
        var file = source.Column("_source_file");
        var number = (Int64Array)source.Column("_source_row");
        for (var row = 0; row < reasons.Length; row++)
        {
            files.Append(file is StringArray paths ? paths.GetString(row) : _paths[((Int32Array)file).Values[row]]);
            numbers.Append(number.Values[row]);
            if (reasons[row] is { } reason)
            {
                words.Append(reason);
                _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
            }
            else
            {
                words.AppendNull();
                _predicted++;
            }

            for (var output = 0; output < predictions.Length; output++)
            {
                _ = reasons[row] is null ? predictions[output].Append(outputs![(row * predictions.Length) + output]) : predictions[output].AppendNull();
            }
        }

        _rows += reasons.Length;
        return new RecordBatch(_schema, [files.Build(), numbers.Build(), .. predictions.Select(IArrowArray (column) => column.Build()), words.Build()], reasons.Length);
    }
}
