namespace Millrace.Jobs.Baselines;

/// <summary>A trained baseline. Thread-safe.</summary>
internal interface IBaselineModel
{
    /// <summary>What it is, in a sentence.</summary>
    string Details { get; }

    /// <summary>What it says of <paramref name="rows"/>: <c>[rows, outputs]</c> row-major; outputs is 1, or the number of classes.</summary>
    float[] Predict(FeatureRows rows);
}
