using Apache.Arrow;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Encoders.Labels;

/// <summary>Reads row weights.</summary>
internal static class WeightColumn
{
    /// <summary>Weights of all rows; NaN where one is missing, negative or above the largest float32.</summary>
    public static double[] Read(IArrowArray array, int rows)
    {
        var weights = new double[rows];
        NumberReader.Read(array, RowNumbers.First(rows), weights);
        foreach (ref var weight in weights.AsSpan())
        {
            weight = weight is >= 0 and <= float.MaxValue ? weight : double.NaN;
        }

        return weights;
    }
}
