namespace Millrace.Jobs.Export;

/// <summary>Where a cell of a probe comes from.</summary>
internal enum CellOrigin
{
    /// <summary>A row of the sample.</summary>
    Sample,

    /// <summary>Nowhere: the cell has no value.</summary>
    Missing,

    /// <summary>A value that no training row had.</summary>
    Unseen,
}
