using System.Globalization;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;
using NodaTime;

namespace Millrace.Features.Encoders;

/// <summary>Finds every fault of one column's encoder steps.</summary>
internal static class StepChecker
{
    /// <summary>Reports each fault with the step's index; −1 for the steps as a whole.</summary>
    public static void Check(ColumnContract column, IReadOnlyList<EncoderSpec> steps, Action<int, string> report)
    {
        var gives = false;
        var changed = false;
        var seen = new HashSet<Type>();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (Unsuitable(column.Type, step, changed) is { } reason)
            {
                report(i, reason);
            }
            else if (Setting(column.Type, step) is { } fault)
            {
                report(i, fault);
            }

            if (step is not (ImputeSpec or LogSpec) && !seen.Add(step.GetType()))
            {
                report(i, $"{NameOf(step)} stands twice");
            }

            changed |= step is LogSpec or ImputeSpec { Strategy: ImputeStrategy.Mean or ImputeStrategy.Median };
            gives |= step is not LogSpec && step is not ImputeSpec { Flag: false };
        }

        if (steps.Count > 0 && !gives)
        {
            report(-1, "its steps change the value but give no feature; end with an encoder such as standardise or pass_through");
        }
    }

    /// <summary>The step's name in job files.</summary>
    public static string NameOf(EncoderSpec step) => step switch
    {
        PassThroughSpec => "pass_through",
        QuantileNormalSpec => "quantile_normal",
        PiecewiseLinearSpec => "piecewise_linear",
        OneHotSpec => "one_hot",
        _ => step.GetType().Name[..^4].ToLowerInvariant(),
    };

    private static string? Unsuitable(ColumnType type, EncoderSpec step, bool changed)
    {
        var (fits, needs) = step switch
        {
            ImputeSpec { Strategy: ImputeStrategy.Mean or ImputeStrategy.Median } => (ValueForms.IsNumber(type), "a number"),
            ImputeSpec => (ValueForms.IsNumber(type) || ValueForms.IsCategory(type), "a number or a category"),
            OneHotSpec or EmbeddingSpec or HashSpec => (ValueForms.IsCategory(type), "a string, a whole number, a boolean or a date"),
            CalendarSpec => (ValueForms.IsTime(type), "a date or a time"),
            BooleanSpec => (type.Kind == ColumnKind.Bool, "a boolean"),
            VectorSpec or SequenceSpec => (ValueForms.IsNumberList(type), "a list of numbers"),
            _ => (ValueForms.IsNumber(type), "a number"),
        };
        return !fits ? $"{NameOf(step)} needs {needs}, but the column is {type}"
            : changed && step is OneHotSpec or EmbeddingSpec or HashSpec ? $"{NameOf(step)} cannot follow a step that changes the number; put it first"
            : null;
    }

    private static string? Setting(ColumnType type, EncoderSpec step) => step switch
    {
        ImputeSpec { Strategy: ImputeStrategy.Constant } impute => ConstantFault(type, impute),
        ImputeSpec { Value: not null } => "impute: value is for the strategy constant",
        LogSpec { Kind: LogKind.Shift } log when !double.IsFinite(log.Shift) => "log: shift must be a number",
        PassThroughSpec pass when !IsScale(pass.Subtract, pass.DivideBy) => "pass_through: divide_by must be a number other than 0, and subtract a number",
        VectorSpec vector when !IsScale(vector.Subtract, vector.DivideBy) => "vector: divide_by must be a number other than 0, and subtract a number",
        VectorSpec vector => Range("vector: length", vector.Length, 1, 65_536),
        SequenceSpec { MaxLength: { } length } => Range("sequence: max_length", length, 1, 65_536),
        QuantileNormalSpec normal => Range("quantile_normal: quantiles", normal.Quantiles, 2, 10_000),
        PiecewiseLinearSpec linear => Range("piecewise_linear: edges", linear.Edges, 2, 1_000)
            ?? (linear.FrequentShare is >= 0.001 and <= 1 ? null : "piecewise_linear: frequent_share must be 0.001 to 1")
            ?? Range("piecewise_linear: frequent_rows", linear.FrequentRows, 1, int.MaxValue),
        BucketsSpec { Edges.Count: > 0 } buckets => EdgeFault(buckets.Edges) ?? Dimension("buckets", buckets.Dimension),
        BucketsSpec buckets => Range("buckets: count", buckets.Count, 2, 1_000) ?? Dimension("buckets", buckets.Dimension),
        OneHotSpec hot => Range("one_hot: max_size", hot.MaxSize, 1, 4_096) ?? Range("one_hot: min_count", hot.MinCount, 1, int.MaxValue),
        EmbeddingSpec embedding => Range("embedding: max_size", embedding.MaxSize, 1, 1_000_000)
            ?? Range("embedding: min_count", embedding.MinCount, 1, int.MaxValue) ?? Dimension("embedding", embedding.Dimension)
            ?? (embedding.OnlyUpTo is { } most ? Range("embedding: only_up_to", most, 1, 100_000) : null),
        HashSpec hash => Range("hash: buckets", hash.Buckets, 1, hash.Output == CategoryOutput.OneHot ? 4_096 : 1_000_000) ?? Dimension("hash", hash.Dimension),
        CalendarSpec calendar => CalendarFault(type, calendar),
        _ => null,
    };

    private static string? ConstantFault(ColumnType type, ImputeSpec impute) => impute.Value is null
        ? "impute: the strategy constant needs a value"
        : type.Kind != ColumnKind.String && type.Kind != ColumnKind.Bool && !TryNumber(impute.Value, out _)
            ? $"impute: '{impute.Value}' is not a number"
            : type.Kind == ColumnKind.Bool && impute.Value is not ("true" or "false") ? "impute: a boolean's value is true or false" : null;

    private static string? EdgeFault(IReadOnlyList<double> edges)
    {
        for (var i = 0; i < edges.Count; i++)
        {
            if (!double.IsFinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1]))
            {
                return "buckets: edges must be numbers in ascending order";
            }
        }

        return Range("buckets: the number of edges", edges.Count, 1, 999);
    }

    private static string? CalendarFault(ColumnType type, CalendarSpec calendar)
    {
        if (calendar.Parts.Count == 0 || calendar.Parts.Distinct().Count() != calendar.Parts.Count)
        {
            return "calendar: parts must be named, each once";
        }

        if (type.Kind == ColumnKind.Date && calendar.Parts.Any(part => part is CalendarPart.Hour or CalendarPart.Minute))
        {
            return "calendar: a date has no hour or minute";
        }

        return calendar.Zone is null ? null
            : type.Kind != ColumnKind.Timestamp ? $"calendar: a zone is for timestamps, not for {type}"
            : DateTimeZoneProviders.Tzdb.GetZoneOrNull(calendar.Zone) is null ? $"calendar: '{calendar.Zone}' is not a zone of the time zone database; write for example America/New_York"
            : null;
    }

    private static bool IsScale(double subtract, double divideBy) => double.IsFinite(subtract) && double.IsFinite(divideBy) && divideBy != 0;

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string? Dimension(string name, int? value) => value is { } dimension ? Range($"{name}: dimension", dimension, 1, 1_024) : null;

    private static string? Range(string what, int value, int least, int most) => value >= least && value <= most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{what} must be {least} to {most}, but is {value}");
}
