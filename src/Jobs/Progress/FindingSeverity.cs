namespace Millrace.Jobs.Progress;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing to do.</summary>
    Note,

    /// <summary>The result holds, but somebody should look.</summary>
    Warning,
}
