using Microsoft.ML;

namespace Millrace.Jobs.Baselines;

/// <summary>A trained baseline.</summary>
/// <param name="Context">Where it was trained.</param>
/// <param name="Transformer">Adds the prediction's columns to a data view.</param>
/// <param name="Details">What it is, in a sentence.</param>
internal sealed record BaselineModel(MLContext Context, ITransformer Transformer, string Details);
