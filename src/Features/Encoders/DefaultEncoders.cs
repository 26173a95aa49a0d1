using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;

namespace Millrace.Features.Encoders;

/// <summary>Encoders of a column for which the job names none (docs/features.md lists them).</summary>
internal static class DefaultEncoders
{
    /// <summary>Distinct values up to which a whole number is embedded too.</summary>
    private const int FewValues = 32;

    /// <summary>The steps for a type; none for a list of anything but numbers.</summary>
    public static IReadOnlyList<EncoderSpec> For(ColumnType type, FeaturePreset preset) => type.Kind switch
    {
        ColumnKind.Bool => [new BooleanSpec()],
        ColumnKind.String => [new EmbeddingSpec()],
        ColumnKind.Date => [Days(), .. Number(preset)],
        ColumnKind.Timestamp or ColumnKind.TimestampLocal => [new CalendarSpec(), .. Number(preset)],
        ColumnKind.List => ValueForms.IsNumberList(type) ? [new SequenceSpec()] : [],
        _ when type.IsInteger => [new EmbeddingSpec { OnlyUpTo = FewValues }, .. Number(preset)],
        _ => Number(preset),
    };

    private static CalendarSpec Days() => new()
    {
        Parts = [CalendarPart.Month, CalendarPart.Day, CalendarPart.DayOfYear, CalendarPart.Weekday, CalendarPart.IsWeekend],
    };

    private static EncoderSpec[] Number(FeaturePreset preset) => preset == FeaturePreset.Tabular
        ? [new QuantileNormalSpec(), new PiecewiseLinearSpec()]
        : [new ImputeSpec { Strategy = ImputeStrategy.Median, Flag = true }, new QuantileNormalSpec()];
}
