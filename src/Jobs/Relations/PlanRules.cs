using Millrace.Features.Contracts;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>What columns may do in the relation stage. Pure.</summary>
internal static class PlanRules
{
    /// <summary>Whether clean batches hold the type as int64 anyway.</summary>
    public static bool IsWhole(ColumnType type) => type.Kind is ColumnKind.Int8 or ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64
        or ColumnKind.UInt8 or ColumnKind.UInt16 or ColumnKind.UInt32;

    /// <summary>Whether equality of the column is exact on every engine: integers, strings, dates and timestamps.</summary>
    public static bool IsKey(PlanColumn column) => column.Form == ColumnForm.Plain && Class(column.Contract.Type) is not null;

    /// <summary>Types that may be compared with each other have the same class; null is no key.</summary>
    public static ColumnKind? Class(ColumnType type) => IsWhole(type) ? ColumnKind.Int64
        : type.Kind is ColumnKind.String or ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampLocal ? type.Kind
        : null;

    /// <summary>The column that an aggregate is over; null counts rows.</summary>
    public static string? ColumnOf(AggregateSpec spec) => spec switch
    {
        CountAggregateSpec count => count.Column,
        SumAggregateSpec sum => sum.Column,
        MeanAggregateSpec mean => mean.Column,
        MinAggregateSpec min => min.Column,
        MaxAggregateSpec max => max.Column,
        _ => null,
    };

    /// <summary>What to do about a column that cannot be summed.</summary>
    public static string ScaleRemedy(PlanColumn column) => column.Contract.Type.IsFloat && column.Origin is not null
        ? $"give `{column.Origin.Value.Column}` a `scale` in its contract: the decimal places that matter"
        : "see docs/relation.md";
}
