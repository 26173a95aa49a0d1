namespace Millrace.Jobs.Baselines;

/// <summary>
/// Linear regression in closed form: the normal equations of the columns and a constant, each column shrunk by a millionth of its own size so
/// that columns which repeat each other do no harm, solved by Cholesky's method in float64. The same rows in the same order give the same model.
/// </summary>
/// <remarks>Legend: W columns, the constant last. Own code because Microsoft.ML's closed form needs Intel MKL: docs/decisions/0040.</remarks>
internal sealed class LeastSquares : IBaselineModel
{
    /// <summary>Most columns: the equations are W² numbers, and W³ steps to solve.</summary>
    public const int MaxColumns = 512;

    private const double Ridge = 1e-6;
    private const double SmallestPivot = 1e-12;

    private readonly MlTable _table;
    private readonly double[] _weights;

    private LeastSquares(MlTable table, double[] weights)
    {
        _table = table;
        _weights = weights;
    }

    /// <inheritdoc/>
    public string Details => "least squares";

    /// <summary>Fits <paramref name="rows"/>, read in <paramref name="order"/>.</summary>
    public static LeastSquares Fit(MlTable table, FeatureRows rows, int[] order)
    {
        var width = table.Width + 1;
        var left = new double[width, width];
        var right = new double[width];
        var values = new double[width];
        var used = new int[width];
        foreach (var row in order)
        {
            var count = Sparse(table, rows, row, values, used);
            var weight = rows.Weights[row];
            for (var i = 0; i < count; i++)
            {
                var scaled = weight * values[used[i]];
                right[used[i]] += scaled * rows.Labels[row];
                for (var j = 0; j <= i; j++)
                {
                    left[used[i], used[j]] += scaled * values[used[j]];
                }
            }
        }

        for (var i = 0; i < width; i++)
        {
            left[i, i] = left[i, i] == 0 ? 1 : left[i, i] * (1 + Ridge);
        }

        return new LeastSquares(table, Solve(left, right));
    }

    /// <inheritdoc/>
    public float[] Predict(FeatureRows rows)
    {
        var predictions = new float[rows.Count];
        var values = new double[_weights.Length];
        var used = new int[_weights.Length];
        for (var row = 0; row < predictions.Length; row++)
        {
            var sum = 0.0;
            var count = Sparse(_table, rows, row, values, used);
            for (var i = 0; i < count; i++)
            {
                sum += _weights[used[i]] * values[used[i]];
            }

            predictions[row] = (float)sum;
        }

        return predictions;
    }

    /// <summary>Puts the row's columns that are not zero into <paramref name="values"/>, their numbers ascending into <paramref name="used"/>.</summary>
    private static int Sparse(MlTable table, FeatureRows rows, int row, double[] values, int[] used)
    {
        var count = 0;
        foreach (var (column, value) in table.Columns(rows, row))
        {
            values[column] = value;
            used[count++] = column;
        }

        values[^1] = 1;
        used[count++] = values.Length - 1;
        return count;
    }

    /// <summary>Solves the symmetric equations whose lower half is given; both are overwritten.</summary>
    private static double[] Solve(double[,] lower, double[] right)
    {
        var width = right.Length;
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = lower[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[i, k] * lower[j, k];
                }

                // A column that others make up leaves almost nothing here; the ridge keeps it above zero but for rounding.
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, SmallestPivot)) : sum / lower[j, j];
            }

            for (var k = 0; k < i; k++)
            {
                right[i] -= lower[i, k] * right[k];
            }

            right[i] /= lower[i, i];
        }

        for (var i = width - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < width; k++)
            {
                right[i] -= lower[k, i] * right[k];
            }

            right[i] /= lower[i, i];
        }

        return right;
    }
}
