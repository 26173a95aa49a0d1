namespace Millrace.Features.Cleaning;

/// <summary>How the row stage treats rows that fail.</summary>
public enum RowStageMode
{
    /// <summary>Rows that fail a quarantining rule, or do not fit the contract, leave the clean rows.</summary>
    Training,

    /// <summary>
    /// No row leaves: quarantining rules are counted only, faulted cells become null, transforms apply. For untouched test rows and scoring.
    /// </summary>
    Scoring,
}
