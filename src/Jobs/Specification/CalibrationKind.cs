namespace Millrace.Jobs.Specification;

/// <summary>How probabilities are made to mean what they say.</summary>
public enum CalibrationKind
{
    /// <summary>Logits are divided by one number a target, fitted on validation rows after training.</summary>
    Temperature,

    /// <summary>They stay as the network gives them.</summary>
    None,
}
