using Millrace.Features.Cleaning;
using Millrace.Features.Contracts;

namespace Millrace.Jobs.Relations;

/// <summary>A column of a table of the plan.</summary>
internal sealed record PlanColumn
{
    /// <summary>Name, type, unit and so on of its values.</summary>
    public required ColumnContract Contract { get; init; }

    /// <summary>How it stands in files.</summary>
    public ColumnForm Form { get; init; }

    /// <summary>Decimal places of <see cref="ColumnForm.Scaled"/> and <see cref="ColumnForm.Ratio"/>.</summary>
    public int Scale { get; init; }

    /// <summary>The file column that holds its int64 form; null where there is none.</summary>
    public string? Integer { get; init; }

    /// <summary>The input and column that it comes from unchanged; null for what was computed.</summary>
    public (string Input, string Column)? Origin { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Contract.Name;

    /// <summary>The file columns that make its value.</summary>
    public IReadOnlyList<string> Parts => Form switch
    {
        ColumnForm.Plain => [Name],
        ColumnForm.Ratio => [$"_sum_{Name}", $"_count_{Name}"],
        _ => [$"_sum_{Name}"],
    };

    /// <summary>All its file columns.</summary>
    public IEnumerable<string> Files => Integer is null || Integer == Name ? Parts : Parts.Append(Integer);

    /// <summary>The same column under another name, as what another table takes over: it may be missing there.</summary>
    public PlanColumn Taken(string name) => this with
    {
        Contract = Contract with { Name = name, Nullable = true, Source = null, Format = null, NullTexts = null },
        Integer = Integer is null ? null : Integer == Name ? name : RowStage.IntegerName(name),
    };
}
