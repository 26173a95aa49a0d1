namespace Millrace.Jobs.Survey;

/// <summary>What becomes of an input file that cannot be read.</summary>
public enum BadFilePolicy
{
    /// <summary>The run stops and names every bad file.</summary>
    Fail,

    /// <summary>The file is left out, named with its reason, and counted against the cap.</summary>
    Quarantine,
}
