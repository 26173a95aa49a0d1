namespace Millrace.Features.Splitting;

/// <summary>The part of the data that a row belongs to.</summary>
public enum SplitPart : byte
{
    /// <summary>Rows that features and network are fitted on.</summary>
    Train,

    /// <summary>Rows that early stopping and model choice look at.</summary>
    Validation,

    /// <summary>Rows that only the final metrics look at.</summary>
    Test,
}
