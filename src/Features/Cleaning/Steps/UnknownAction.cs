namespace Millrace.Features.Cleaning.Steps;

/// <summary>What happens to a row for which a rule's check is unknown (null took part, or arithmetic had no result).</summary>
public enum UnknownAction
{
    /// <summary>The finding is counted as unknown, never as passed; the row goes on unchanged.</summary>
    Count,

    /// <summary>The row goes to quarantine with the reason <c>RULE:unknown</c>.</summary>
    Quarantine,
}
