namespace Millrace.Training.Checkpoints;

/// <summary>
/// Everything that training goes on from, between two optimiser steps; the same on every rank. The arrays belong to the state.
/// </summary>
internal sealed class TrainingState
{
    /// <summary>The names of the arrays, in the order of the file.</summary>
    public static IReadOnlyList<string> SectionNames { get; } = ["parameters", "first", "second", "averages", "best"];

    public required float[] Parameters { get; init; }

    public required float[] First { get; init; }

    public required float[] Second { get; init; }

    public required float[] Averages { get; init; }

    /// <summary>Weights of the best epoch so far; the same length as the parameters, used once <see cref="Progress"/> has a best epoch.</summary>
    public required float[] Best { get; init; }

    public required StateProgress Progress { get; set; }

    /// <summary>The arrays by name, in the order of the file.</summary>
    public IReadOnlyList<(string Name, float[] Values)> Sections =>
    [
        (SectionNames[0], Parameters), (SectionNames[1], First), (SectionNames[2], Second), (SectionNames[3], Averages), (SectionNames[4], Best),
    ];
}
