namespace Millrace.Jobs.Progress;

/// <summary>How well the cleaning found one kind of planted dirt.</summary>
/// <param name="Kind">The kind, as the sample's truth names it.</param>
/// <param name="Planted">Rows that have it.</param>
/// <param name="Found">Rows that the cleaning changed or set aside for it.</param>
/// <param name="Right">Rows that are both.</param>
public sealed record DirtRecovery(string Kind, long Planted, long Found, long Right)
{
    /// <summary>Share of what was found that had been planted, 0 to 1; NaN where nothing was found.</summary>
    public double Precision => Found == 0 ? double.NaN : (double)Right / Found;

    /// <summary>Share of what had been planted that was found, 0 to 1; NaN where nothing was planted.</summary>
    public double Recall => Planted == 0 ? double.NaN : (double)Right / Planted;
}
