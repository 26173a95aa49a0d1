namespace Millrace.Features.Cleaning.Steps;

/// <summary>What happens to a value outside the vocabulary of a <see cref="MapStep"/>. It is counted in every case.</summary>
public enum UnmappedAction
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It becomes null.</summary>
    SetNull,

    /// <summary>The row goes to quarantine.</summary>
    Quarantine,
}
