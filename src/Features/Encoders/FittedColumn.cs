namespace Millrace.Features.Encoders;

/// <summary>One input column with its fitted steps. Immutable and thread-safe.</summary>
public sealed record FittedColumn
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its contract type.</summary>
    public required string Type { get; init; }

    /// <summary>Whether its values are personal: feature names then show numbers instead of values.</summary>
    public required bool Personal { get; init; }

    /// <summary>Training rows with a value.</summary>
    public required long Present { get; init; }

    /// <summary>Training rows without a value.</summary>
    public required long Missing { get; init; }

    /// <summary>The steps in order.</summary>
    public required IReadOnlyList<FittedEncoder> Steps { get; init; }
}
