using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Specification.Relations;

/// <summary>A further table: its own files, contract and cleaning. It goes through the row stage like the main input, before any row meets another.</summary>
public sealed record SideInputSpec
{
    /// <summary>Which files are read, and how.</summary>
    public required InputSpec Input { get; init; }

    /// <summary>What every column must hold.</summary>
    public required TableContract Contract { get; init; }

    /// <summary>Cleaning steps, one row at a time.</summary>
    public IReadOnlyList<CleaningStep> Cleaning { get; init; } = [];

    /// <summary>
    /// Date or timestamp column that says from when on a row of this table could be known; null where nothing is said. As-of joins and windows take it where they
    /// name no other, and every join checks it against <see cref="RelationSpec.Time"/>.
    /// </summary>
    public string? Time { get; init; }
}
