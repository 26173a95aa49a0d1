using Millrace.Jobs.Places;

namespace Millrace.Jobs.Relations;

/// <summary>A table of the plan: an input, or what a step makes.</summary>
internal sealed record PlanTable
{
    /// <summary>File column that says where a row of <c>rows</c> belongs; see <see cref="RowRole"/>.</summary>
    public const string Set = "_set";

    /// <summary>The file columns of the row hash.</summary>
    public static readonly IReadOnlyList<string> Hash = ["_hash_hi", "_hash_lo"];

    /// <summary>Its name in the job.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is the main table, whose rows belong to sets.</summary>
    public bool IsRows { get; init; }

    /// <summary>Its columns in order.</summary>
    public required IReadOnlyList<PlanColumn> Columns { get; init; }

    /// <summary>File columns that end every order: the row hash, or what tells its rows apart. Rows equal in them are equal.</summary>
    public required IReadOnlyList<string> Tie { get; init; }

    /// <summary>File columns of int64 microseconds (or days) that say from when on a row could be known.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>File columns that only the plan sees.</summary>
    public IEnumerable<string> Hidden => IsRows
        ? [.. Tie.Union(Hash), "_source_file", "_source_row", Set]
        : Tie.Union(Known).Where(name => Columns.All(column => !column.Files.Contains(name)));

    /// <summary>All file columns.</summary>
    public IEnumerable<string> Files => Columns.SelectMany(column => column.Files).Concat(Hidden);

    /// <summary>The column of a name; null where there is none.</summary>
    public PlanColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>This table with further times to check: those of rows are compared with the label's at once, those of other tables go on until rows take them.</summary>
    public PlanTable WithKnown(IReadOnlyList<string> known) => IsRows ? this : this with { Known = [.. Known, .. known] };
}
