namespace Millrace.Training.Local;

/// <summary>What a round is: all that its result depends on besides plan and rows. No clock, no attempt, no place. Names are those of blobs.</summary>
public sealed record RoundOrder
{
    /// <summary>S, steps of an epoch.</summary>
    public required long StepsPerEpoch { get; init; }

    /// <summary>Validation rows of the run.</summary>
    public required long ValidationRows { get; init; }

    /// <summary>The epoch of its steps, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Its first step in the epoch.</summary>
    public required long FirstStep { get; init; }

    /// <summary>Steps to take; 0 where only the weights are judged.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps of the run before it.</summary>
    public required long GlobalStep { get; init; }

    /// <summary>The weights that every replica starts from.</summary>
    public required string Weights { get; init; }

    /// <summary>The weights to judge on the validation rows first, those after the last epoch; null: none.</summary>
    public string? Judged { get; init; }

    /// <summary>Each replica's optimiser state; empty: none.</summary>
    public IReadOnlyList<string> Inner { get; init; } = [];
}
