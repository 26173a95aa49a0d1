using System.Globalization;
using Millrace.Features.Contracts;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>Turns an aggregate of the job into what an engine computes and what C# makes of it. Pure.</summary>
internal static class PlanAggregates
{
    /// <summary>The new column; null where the aggregate does not work on its source.</summary>
    /// <param name="name">The new column's name.</param>
    /// <param name="spec">The aggregate.</param>
    /// <param name="source">Its column; null for a count of rows.</param>
    /// <param name="aggregates">Receives what the engine computes.</param>
    /// <param name="problem">Why not.</param>
    public static PlanColumn? Of(string name, AggregateSpec spec, PlanColumn? source, List<PlanAggregate> aggregates, out string? problem)
    {
        problem = null;
        if (source is { Form: not ColumnForm.Plain })
        {
            problem = $"`{source.Name}` is computed from several rows itself, and no aggregate goes over that";
            return null;
        }

        switch (spec)
        {
            case CountAggregateSpec:
                aggregates.Add(new PlanAggregate(AggregateFunction.Count, source?.Name, name));
                return new PlanColumn { Contract = new ColumnContract { Name = name, Type = ColumnType.Parse("int64"), Nullable = true }, Integer = name };
            case SumAggregateSpec or MeanAggregateSpec:
                if ((spec is SumAggregateSpec ? Total(name, source!) : Mean(name, source!)) is { } column)
                {
                    aggregates.Add(new PlanAggregate(AggregateFunction.Sum, source!.Integer, column.Parts[0]));
                    if (column.Form == ColumnForm.Ratio)
                    {
                        aggregates.Add(new PlanAggregate(AggregateFunction.Count, source.Integer, column.Parts[1]));
                    }

                    return column;
                }

                problem = $"`{source!.Name}` is {source.Contract.Type}, which cannot be summed exactly";
                return null;
            default:
                return Extreme(name, source!, spec is MinAggregateSpec ? AggregateFunction.Min : AggregateFunction.Max, aggregates, out problem);
        }
    }

    private static PlanColumn? Total(string name, PlanColumn source) => ScaleOf(source) is not { } scale ? null
        : source.Contract.Type.IsFloat ? Make(name, source, ColumnForm.Scaled, scale, "float64")
        : source.Contract.Type.Kind == ColumnKind.Decimal ? Make(name, source, ColumnForm.Scaled, scale, string.Create(CultureInfo.InvariantCulture, $"decimal(38,{scale})"))
        : Make(name, source, ColumnForm.Whole, 0, "int64");

    private static PlanColumn? Mean(string name, PlanColumn source) =>
        ScaleOf(source) is { } scale ? Make(name, source, ColumnForm.Ratio, scale, "float64") : null;

    private static PlanColumn? Extreme(string name, PlanColumn source, AggregateFunction function, List<PlanAggregate> aggregates, out string? problem)
    {
        problem = null;
        var type = source.Contract.Type;
        if (type.IsFloat && ScaleOf(source) is { } scale)
        {
            var column = Make(name, source, ColumnForm.Scaled, scale, "float64");
            aggregates.Add(new PlanAggregate(function, source.Integer, column.Parts[0]));
            return column;
        }

        if (PlanRules.IsKey(source) || type.Kind == ColumnKind.Decimal)
        {
            aggregates.Add(new PlanAggregate(function, source.Name, name));
            var column = source.Taken(name);
            return column with { Origin = null, Integer = PlanRules.IsWhole(type) ? name : null };
        }

        problem = $"`{source.Name}` is {type}, which has no exact order here";
        return null;
    }

    // Where a type has no exact integers, nothing can be summed.
    private static int? ScaleOf(PlanColumn source) => source.Integer is null ? null : source.Contract.Type.Kind switch
    {
        ColumnKind.Float32 or ColumnKind.Float64 => source.Contract.Scale,
        ColumnKind.Decimal => source.Contract.Type.Scale,
        ColumnKind.Bool => 0,
        _ => PlanRules.IsWhole(source.Contract.Type) ? 0 : null,
    };

    private static PlanColumn Make(string name, PlanColumn source, ColumnForm form, int scale, string type) => new()
    {
        Contract = new ColumnContract { Name = name, Type = ColumnType.Parse(type), Nullable = true, Unit = source.Contract.Unit, Personal = source.Contract.Personal },
        Form = form,
        Scale = scale,
    };
}
