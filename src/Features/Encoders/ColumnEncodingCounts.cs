namespace Millrace.Features.Encoders;

/// <summary>How often an input column had no usual value.</summary>
/// <param name="Missing">Rows without a value (null, NaN or infinite).</param>
/// <param name="Unseen">Rows with a category that is not in the vocabulary (unseen or rare), or a list that was cut.</param>
public readonly record struct ColumnEncodingCounts(long Missing, long Unseen);
