namespace Millrace.Features.Cleaning.Steps;

/// <summary>A check in the expression language (docs/rules.md) and what happens where it is false.</summary>
public sealed record RuleStep : CleaningStep
{
    /// <summary>Name of the rule: the reason under which rows are quarantined.</summary>
    public required string Name { get; init; }

    /// <summary>Boolean expression that good rows meet.</summary>
    public required string Check { get; init; }

    /// <summary>What happens where it is false.</summary>
    public required RuleAction Otherwise { get; init; }

    /// <summary>The column that set_null, clip and replace change; null otherwise.</summary>
    public string? Column { get; init; }

    /// <summary>Lower bound of clip, as text of the column's type; null is none.</summary>
    public string? Min { get; init; }

    /// <summary>Upper bound of clip, as text of the column's type; null is none.</summary>
    public string? Max { get; init; }

    /// <summary>Expression of replace, of the column's type; null otherwise.</summary>
    public string? With { get; init; }

    /// <summary>What happens where the check is unknown.</summary>
    public UnknownAction WhenUnknown { get; init; }

    /// <inheritdoc/>
    public override string StepName => Name;
}
