using Apache.Arrow;

namespace Millrace.Features.Encoders;

/// <summary>Clean rows → feature batch, by a frozen model. For one thread at a time.</summary>
public sealed class FeatureEncoder
{
    internal FeatureEncoder(FeatureModel model, int lanes)
    {
        Model = model;
        Lanes = lanes;
    }

    /// <summary>The model.</summary>
    public FeatureModel Model { get; }

    /// <summary>V.</summary>
    public int Lanes { get; }

    /// <summary>Schema of feature batches.</summary>
    public Schema OutputSchema => throw new NotSupportedException("Not built yet.");

    /// <summary>Encodes those of some rows that have every label and a legal weight; the others are counted and left out.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <param name="rows">Ascending row numbers in the batch.</param>
    /// <returns>
    /// A feature batch (<c>id_hi, id_lo, lane, x, c, s_*, y, w</c>) in the order of <paramref name="rows"/>; belongs to the receiver.
    /// </returns>
    /// <exception cref="FeatureFitException">A column is missing or of another type, or a label was not among the training rows'.</exception>
    public RecordBatch EncodeLabelled(RecordBatch clean, ReadOnlySpan<int> rows) => throw new NotSupportedException("Not built yet.");

    /// <summary>Encodes every row for scoring; label and weight columns may be absent or null (<c>y</c> is then 0, <c>w</c> 1).</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <returns>A feature batch with one row for each row; belongs to the receiver.</returns>
    /// <exception cref="FeatureFitException">An input column is missing or of another type.</exception>
    public RecordBatch EncodeAll(RecordBatch clean) => throw new NotSupportedException("Not built yet.");

    /// <summary>Counts of all batches since the encoder was made or since the last call; starts anew from nothing.</summary>
    public EncodingReport TakeReport() => throw new NotSupportedException("Not built yet.");
}
