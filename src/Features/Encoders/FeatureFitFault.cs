namespace Millrace.Features.Encoders;

/// <summary>Why features cannot be fitted or applied.</summary>
public enum FeatureFitFault
{
    /// <summary>No training row has a label.</summary>
    NoTrainingRows,

    /// <summary>All training rows have one and the same label.</summary>
    LabelHasOneValue,

    /// <summary>The training rows have more classes than the task allows.</summary>
    TooManyClasses,

    /// <summary>Labels stand in the data that no training row has.</summary>
    UnseenLabel,

    /// <summary>All training rows weigh nothing.</summary>
    NoWeight,

    /// <summary>A batch does not have the columns or types that the model was fitted on.</summary>
    SchemaMismatch,
}
