using System.Numerics;
using Millrace.Training.Embeddings;
using Millrace.Training.Layers;

namespace Millrace.Training.Networks;

/// <summary>The gradient of an embedding table: for each category its rows in order, lane by lane, then the lane tree.</summary>
internal static unsafe class EmbeddingGradient
{
    /// <summary>
    /// Fills the gradient of one table; dx points at the table's columns of the first row. Where touched rows are noted the table is zero already, and stays so apart from
    /// them.
    /// </summary>
    public static void Fill(InputState state, Pass pass, int field, int fields, ParameterView table, float* dx, TensorShape output, EmbeddingRows? touched)
    {
        var gradient = pass.Gradient + table.Offset;
        if (!pass.Lanes.Continues && touched is null)
        {
            new Span<float>(gradient, table.Count).Clear();
        }

        var rows = pass.Rows;
        for (var row = 0; row < rows; row++)
        {
            state.Sorted[row] = row;
            state.Keys[row] = state.Categories[(row * fields) + field];
        }

        // Keys are joined with rows, so that the order is total and an unstable sort gives one result.
        SortRows(state, rows);
        var dimension = table.Shape[1];
        for (int first = 0, end; first < rows; first = end)
        {
            var category = state.Keys[first];
            for (end = first + 1; end < rows && state.Keys[end] == category; end++)
            {
            }

            touched?.Add(touched.Tables.RowOf(field, category));
            Category(state, pass, state.Sorted.AsSpan(first, end - first), dx, output, gradient + ((nint)category * dimension), dimension);
        }
    }

    private static void SortRows(InputState state, int rows)
    {
        var keys = state.Keys.AsSpan(0, rows);
        var sorted = state.Sorted.AsSpan(0, rows);
        keys.Sort(sorted);
        for (int first = 0, end; first < rows; first = end)
        {
            for (end = first + 1; end < rows && keys[end] == keys[first]; end++)
            {
            }

            sorted[first..end].Sort();
        }
    }

    private static void Category(
        InputState state, Pass pass, ReadOnlySpan<int> rows, float* dx, TensorShape output, float* target, int dimension)
    {
        var lanes = pass.Lanes.At(1);
        var next = 0;
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var leaf = state.Carry.Pointer + ((nint)BitOperations.PopCount((uint)lane) * dimension);
            for (var column = 0; column < dimension; column++)
            {
                leaf[column] = lanes.Continues ? target[column] : 0f;
            }

            for (; next < rows.Length && rows[next] < lanes.Start(lane + 1); next++)
            {
                AddRow(pass, rows[next], dx, output, leaf, dimension);
            }

            var merges = BitOperations.TrailingZeroCount(lane + 1);
            var sum = leaf - ((nint)merges * dimension);
            for (var column = 0; column < dimension; column++)
            {
                var value = leaf[column] + 0f;
                for (var merge = 1; merge <= merges; merge++)
                {
                    value = leaf[column - ((nint)merge * dimension)] + value;
                }

                sum[column] = value;
            }
        }

        new ReadOnlySpan<float>(state.Carry.Pointer, dimension).CopyTo(new Span<float>(target, dimension));
    }

    private static void AddRow(Pass pass, int row, float* dx, TensorShape output, float* leaf, int dimension)
    {
        var steps = output.Kind == TensorKind.Sequence ? Math.Min(output.Width, pass.Lengths[row]) : 1;
        for (var step = 0; step < steps; step++)
        {
            var from = dx + ((nint)row * output.Size) + ((nint)step * output.Channels);
            for (var column = 0; column < dimension; column++)
            {
                leaf[column] += from[column];
            }
        }
    }
}
