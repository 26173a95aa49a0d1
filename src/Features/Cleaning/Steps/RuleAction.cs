namespace Millrace.Features.Cleaning.Steps;

/// <summary>What a rule does to a row for which its check is false.</summary>
public enum RuleAction
{
    /// <summary>The row goes to quarantine, with all its original values and every reason.</summary>
    Quarantine,

    /// <summary>The rule's column becomes null.</summary>
    SetNull,

    /// <summary>The rule's column is brought into [min, max].</summary>
    Clip,

    /// <summary>The rule's column becomes the value of the rule's expression <c>with</c>.</summary>
    Replace,

    /// <summary>Nothing changes; the failure is counted.</summary>
    Count,
}
