using System.Globalization;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;
using Millrace.Features.Statistics;
using NodaTime;

namespace Millrace.Features.Encoders;

/// <summary>Turns what a column's fit has seen into its fitted steps.</summary>
internal sealed class ColumnFinish(ColumnPlan plan, ColumnFit fit, RowSample sample, int numberSlot, IReadOnlyList<CategoryCount>? counted)
{
    private readonly List<LogSpec> _logs = [];
    private WeightedValues? _values;

    /// <summary>The fitted column; a step that its own condition leaves out is not in it.</summary>
    public FittedColumn Finish()
    {
        var steps = new List<FittedEncoder>();
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            if (Fit(plan.Steps[i], i) is { } fitted)
            {
                steps.Add(fitted);
            }

            if (plan.Steps[i] is LogSpec log)
            {
                _logs.Add(log);
                _values = null;
            }
        }

        return new FittedColumn
        {
            Name = plan.Column.Name,
            Type = plan.Column.Type.ToString(),
            Personal = plan.Column.Personal,
            Present = fit.Present,
            Missing = fit.Missing,
            Steps = steps,
        };
    }

    private FittedEncoder? Fit(EncoderSpec spec, int step) => spec switch
    {
        ImputeSpec impute => Impute(impute, step),
        LogSpec log => new FittedLog { Kind = log.Kind, Shift = log.Shift },
        PassThroughSpec pass => new FittedPassThrough { Subtract = pass.Subtract, DivideBy = pass.DivideBy },
        StandardiseSpec => Standardise(fit.MomentsAt(step)),
        QuantileNormalSpec normal => QuantileFitting.Normal(Values(), normal.Quantiles),
        PiecewiseLinearSpec linear => QuantileFitting.PiecewiseLinear(Values(), linear),
        BucketsSpec buckets => new FittedBuckets
        {
            Edges = buckets.Edges is { Count: > 0 } given ? given : QuantileFitting.BucketEdges(Values(), buckets.Count),
            Output = buckets.Output,
            Dimension = buckets.Dimension,
        },
        OneHotSpec hot => new FittedOneHot
        {
            Values = [.. Vocabulary(fit.Categories(counted, null)!, hot.MinCount, hot.MaxSize).Select(static each => each.Text)],
            Unknown = hot.Unknown,
        },
        EmbeddingSpec embedding => Embedding(embedding),
        HashSpec hash => new FittedHash { Buckets = hash.Buckets, Output = hash.Output, Dimension = hash.Dimension },
        CalendarSpec calendar => new FittedCalendar
        {
            Parts = calendar.Parts,
            Zone = calendar.Zone,
            ZoneRules = calendar.Zone is null ? null : DateTimeZoneProviders.Tzdb.VersionId,
            Form = calendar.Form,
            FirstYear = fit.Years.First,
            LastYear = fit.Years.Last,
        },
        BooleanSpec => new FittedBoolean(),
        VectorSpec vector => new FittedVector { Length = vector.Length, Subtract = vector.Subtract, DivideBy = vector.DivideBy },
        SequenceSpec sequence => Sequence(sequence),
        _ => throw new NotSupportedException(spec.GetType().Name),
    };

    private WeightedValues Values() => _values ??= WeightedValues.Of(sample, numberSlot, Logs);

    /// <summary>A number of the column as the steps so far leave it.</summary>
    private double Logs(double value)
    {
        foreach (var log in _logs)
        {
            value = FittedLog.Of(log.Kind, log.Shift, value);
        }

        return value;
    }

    private FittedImpute Impute(ImputeSpec spec, int step)
    {
        var type = plan.Column.Type;
        double? number = null;
        string? text = null;
        switch (spec.Strategy)
        {
            case ImputeStrategy.Constant:
                text = spec.Value;
                break;
            case ImputeStrategy.Mean:
                number = fit.MomentsAt(step).Mean;
                break;
            case ImputeStrategy.Median:
                var values = Values();
                number = values.Total == 0 ? 0 : values.Quantile(0.5);
                break;
            case ImputeStrategy.MostFrequent when ValueForms.IsCategory(type):
                text = MostFrequent(fit.Categories(counted, null)!);
                break;
            default:
                number = Values().MostFrequent() ?? 0;
                break;
        }

        if (text is not null && ValueForms.IsNumber(type))
        {
            // A constant is in the unit of the values that the step sees, a most frequent value in that of the column.
            number = spec.Strategy == ImputeStrategy.Constant ? NumberOf(text) : Logs(NumberOf(text));
        }

        return new FittedImpute { Strategy = spec.Strategy, Number = number, Text = ValueForms.IsCategory(type) ? text : null, Flag = spec.Flag };
    }

    private static double NumberOf(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static FittedStandardise Standardise(ExactMoments moments) => new()
    {
        Mean = moments.Mean,
        Deviation = double.IsNaN(moments.Deviation) ? 0 : moments.Deviation,
    };

    private FittedEmbedding? Embedding(EmbeddingSpec spec)
    {
        if (fit.Categories(counted, spec.OnlyUpTo) is not { } counts)
        {
            return null;
        }

        var vocabulary = Vocabulary(counts, spec.MinCount, spec.MaxSize);
        return new FittedEmbedding
        {
            Values = [.. vocabulary.Select(static each => each.Text)],
            OwnMissing = fit.Missing >= spec.MinCount,
            Dimension = spec.Dimension ?? FittedEmbedding.DimensionFor(vocabulary.Count, vocabulary.Sum(static each => each.Count)),
        };
    }

    private FittedSequence Sequence(SequenceSpec spec)
    {
        var scaling = Standardise(fit.Elements);
        var scaled = spec.Scaling == SequenceScaling.Standardise;
        return new FittedSequence
        {
            MaxLength = spec.MaxLength ?? (int)Math.Clamp(fit.Longest, 1, 65_536),
            Mean = scaled ? scaling.Mean : 0,
            Deviation = scaled ? scaling.Deviation : 1,
        };
    }

    /// <summary>The frequent ones by count, ties in byte order, then all in byte order.</summary>
    private static IReadOnlyList<(string Text, long Count)> Vocabulary((string Text, long Count)[] counts, int minCount, int maxSize)
    {
        var kept = counts.Select((each, rank) => (each.Text, each.Count, Rank: rank)).Where(each => each.Count >= minCount)
            .OrderByDescending(each => each.Count).ThenBy(each => each.Rank).Take(maxSize);
        return [.. kept.OrderBy(each => each.Rank).Select(each => (each.Text, each.Count))];
    }

    private static string? MostFrequent((string Text, long Count)[] counts) =>
        counts.Length == 0 ? null : counts.MaxBy(each => each.Count).Text;
}
