using Millrace.Features.Cleaning;

namespace Millrace.Features.Contracts;

/// <summary>Finds every fault of a contract.</summary>
internal static class ContractChecker
{
    private const int MaxColumns = 10_000;
    private const int MaxNameLength = 200;
    private const int MaxScale = 15;

    public static IEnumerable<CleaningSpecFault> Check(TableContract contract)
    {
        if (contract.Columns.Count is 0 or > MaxColumns)
        {
            yield return Fault(null, "Columns", $"a contract has 1 to {MaxColumns} columns, not {contract.Columns.Count}");
        }

        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in contract.Columns)
        {
            if (string.IsNullOrWhiteSpace(column.Name) || column.Name.Length > MaxNameLength || column.Name[0] == '_' || column.Name.AsSpan().ContainsAny(":/"))
            {
                yield return Fault(column, nameof(column.Name),
                    $"column name '{column.Name}': a name has 1 to {MaxNameLength} characters, does not begin with '_' and holds neither ':' nor '/'");
            }
            else if (!names.TryAdd(column.Name, column.Name))
            {
                yield return Fault(column, nameof(column.Name), names[column.Name] == column.Name
                    ? $"column '{column.Name}' stands in the contract twice"
                    : $"columns '{names[column.Name]}' and '{column.Name}' differ in case only, which neither engine tells apart: give one another name, and its `source`");
            }

            foreach (var fault in Check(column))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<CleaningSpecFault> Check(ColumnContract column)
    {
        var leaf = column.Type;
        while (leaf.Element is not null)
        {
            leaf = leaf.Element;
        }

        if (column.Scale is { } scale && (!leaf.IsFloat || scale is < 0 or > MaxScale))
        {
            yield return Fault(column, nameof(column.Scale),
                $"column '{column.Name}': scale is for float32 and float64 and is 0 to {MaxScale}; a decimal has its scale in its type");
        }

        if (column.AllowNan && !leaf.IsFloat)
        {
            yield return Fault(column, nameof(column.AllowNan), $"column '{column.Name}': allow_nan is for float32 and float64, not {column.Type}");
        }

        if (column.Format is not null && leaf.Kind is not (ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampLocal))
        {
            yield return Fault(column, nameof(column.Format), $"column '{column.Name}': format is for dates and timestamps, not {column.Type}");
        }
        else if (column.Format is not null && TimePattern.Compile(column.Format, out var problem) is null)
        {
            yield return Fault(column, nameof(column.Format), $"column '{column.Name}': {problem}");
        }

        var problems = new List<string>();
        if (column.Allowed is { Count: > 0 } && column.Type.Kind == ColumnKind.List)
        {
            problems.Add($"column '{column.Name}': allowed is not for lists");
        }
        else
        {
            AllowedValues.Create(column, problems);
        }

        foreach (var text in problems)
        {
            yield return Fault(column, nameof(column.Allowed), text);
        }
    }

    private static CleaningSpecFault Fault(ColumnContract? column, string member, string message) =>
        new() { StepIndex = -1, Column = column?.Name, Member = member, Message = message };
}
