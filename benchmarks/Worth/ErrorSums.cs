namespace Millrace.Benchmarks.Worth;

/// <summary>Errors of predictions over rows.</summary>
/// <param name="MeanAbsolute">Mean absolute error.</param>
/// <param name="RootMeanSquared">Root mean squared error.</param>
internal readonly record struct ErrorSums(double MeanAbsolute, double RootMeanSquared)
{
    /// <summary>The errors of those rows that <paramref name="takes"/> takes.</summary>
    public static ErrorSums Over(float[] labels, float[] outputs, Func<int, bool> takes)
    {
        var absolute = 0.0;
        var squared = 0.0;
        var rows = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            if (takes(row))
            {
                var error = (double)outputs[row] - labels[row];
                absolute += Math.Abs(error);
                squared += error * error;
                rows++;
            }
        }

        return new ErrorSums(absolute / rows, Math.Sqrt(squared / rows));
    }
}
