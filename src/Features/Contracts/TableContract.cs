namespace Millrace.Features.Contracts;

/// <summary>The columns of a table, in the order that canonical bytes and clean files keep. Immutable and thread-safe.</summary>
public sealed record TableContract
{
    /// <summary>The columns in contract order; names are unique and do not start with an underscore.</summary>
    public required IReadOnlyList<ColumnContract> Columns { get; init; }
}
