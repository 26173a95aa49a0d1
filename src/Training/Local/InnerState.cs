namespace Millrace.Training.Local;

/// <summary>What becomes of a replica's optimiser state between two rounds.</summary>
public enum InnerState
{
    /// <summary>Each replica goes on with its own; it is carried through the work folder.</summary>
    Carry,

    /// <summary>Every round starts with none.</summary>
    Reset,
}
