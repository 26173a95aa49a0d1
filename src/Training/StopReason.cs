namespace Millrace.Training;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were trained.</summary>
    MaxEpochs,

    /// <summary>The validation metric stopped getting better.</summary>
    EarlyStopping,

    /// <summary>The deadline passed: stopped by time, not reproducible.</summary>
    Deadline,
}
