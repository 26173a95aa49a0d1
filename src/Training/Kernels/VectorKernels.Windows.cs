using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <content>Pooling: vectors run along the channels; backward passes gather from the windows over an element.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MaxPool(in WindowGeometry window, long samples, float* x, float* y, float* chosen)
    {
        int channels = window.Channels, outHeight = window.OutHeight, outWidth = window.OutWidth;
        for (long sample = 0; sample < samples; sample++, x += (nint)window.Height * window.Width * channels)
        {
            for (var row = 0; row < outHeight; row++)
            {
                for (var column = 0; column < outWidth; column++, y += channels, chosen += channels)
                {
                    var corner = x + ((((nint)row * window.RowStride * window.Width) + ((nint)column * window.ColumnStride)) * channels);
                    var channel = 0;
                    for (; channel + TSimd.Count <= channels; channel += TSimd.Count)
                    {
                        LargestOf<TVector, TSimd>(window, corner + channel, y + channel, chosen + channel);
                    }

                    for (; channel < channels; channel++)
                    {
                        LargestOf<float, SimdScalar>(window, corner + channel, y + channel, chosen + channel);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void MaxPoolBackward(in WindowGeometry window, long samples, float* chosen, float* largest, float* dy, float* dx)
    {
        if (window.AreApart)
        {
            SpreadWindows(window, samples, chosen, largest, dy, dx);
        }
        else
        {
            PoolBackward(window, samples, chosen, largest, dy, dx);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AveragePool(in WindowGeometry window, long samples, float* x, float* y)
    {
        int channels = window.Channels, outHeight = window.OutHeight, outWidth = window.OutWidth;
        for (long sample = 0; sample < samples; sample++, x += (nint)window.Height * window.Width * channels)
        {
            for (var row = 0; row < outHeight; row++)
            {
                for (var column = 0; column < outWidth; column++, y += channels)
                {
                    var corner = x + ((((nint)row * window.RowStride * window.Width) + ((nint)column * window.ColumnStride)) * channels);
                    var channel = 0;
                    for (; channel + TSimd.Count <= channels; channel += TSimd.Count)
                    {
                        MeanOf<TVector, TSimd>(window, corner + channel, y + channel);
                    }

                    for (; channel < channels; channel++)
                    {
                        MeanOf<float, SimdScalar>(window, corner + channel, y + channel);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void AveragePoolBackward(in WindowGeometry window, long samples, float* dy, float* dx) =>
        PoolBackward(window, samples, null, null, dy, dx);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PoolBackward(in WindowGeometry window, long samples, float* chosen, float* largest, float* dy, float* dx)
    {
        int channels = window.Channels;
        var outSize = (nint)window.OutHeight * window.OutWidth * channels;
        for (long sample = 0; sample < samples; sample++, dy += outSize)
        {
            for (var row = 0; row < window.Height; row++)
            {
                for (var column = 0; column < window.Width; column++, dx += channels)
                {
                    var channel = 0;
                    for (; channel + TSimd.Count <= channels; channel += TSimd.Count)
                    {
                        GatherWindows<TVector, TSimd>(window, row, column, channel, chosen, largest, dy, dx + channel);
                    }

                    for (; channel < channels; channel++)
                    {
                        GatherWindows<float, SimdScalar>(window, row, column, channel, chosen, largest, dy, dx + channel);
                    }
                }
            }

            chosen += chosen == null ? 0 : outSize;
            largest += largest == null ? 0 : outSize;
        }
    }

    /// <summary>Where no two windows share an element, each window writes its elements: every element is still written once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadWindows(in WindowGeometry window, long samples, float* chosen, float* largest, float* dy, float* dx)
    {
        nint channels = window.Channels, line = window.Width * channels;
        int outHeight = window.OutHeight, outWidth = window.OutWidth;
        var covers = outHeight * window.Rows == window.Height && outWidth * window.Columns == window.Width;
        for (long sample = 0; sample < samples; sample++, dx += window.Height * line)
        {
            if (!covers)
            {
                new Span<float>(dx, checked((int)(window.Height * line))).Clear();
            }

            for (var row = 0; row < outHeight; row++)
            {
                var corner = dx + (row * window.Rows * line);
                for (var column = 0; column < outWidth; column++, corner += window.Columns * channels)
                {
                    nint channel = 0;
                    for (; channel + TSimd.Count <= channels; channel += TSimd.Count)
                    {
                        SpreadWindow<TVector, TSimd>(window, line, chosen + channel, largest == null ? null : largest + channel, dy + channel, corner + channel);
                    }

                    for (; channel < channels; channel++)
                    {
                        SpreadWindow<float, SimdScalar>(window, line, chosen + channel, largest == null ? null : largest + channel, dy + channel, corner + channel);
                    }

                    dy += channels;
                    chosen += channels;
                    largest += largest == null ? 0 : channels;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadWindow<TV, TS>(in WindowGeometry window, nint line, float* chosen, float* largest, float* dy, float* corner)
        where TV : struct
        where TS : ISimd<TV>
    {
        TV slope = TS.Load(dy), at = TS.Load(chosen), index = TS.Zero, one = TS.Broadcast(1);
        if (largest != null)
        {
            slope = TS.Select(TS.Greater(TS.Load(largest), TS.Zero), slope, TS.Zero);
        }

        nint channels = window.Channels;
        for (nint row = 0; row < window.Rows; row++, corner += line)
        {
            for (nint column = 0; column < window.Columns; column++, index = TS.Add(index, one))
            {
                // +0 as in the sum over windows that starts with it.
                TS.Store(corner + (column * channels), TS.Add(TS.Zero, TS.Select(TS.Same(at, index), slope, TS.Zero)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LargestOf<TV, TS>(in WindowGeometry window, float* corner, float* y, float* chosen)
        where TV : struct
        where TS : ISimd<TV>
    {
        TV best = TS.Load(corner), at = TS.Zero, index = TS.Zero, one = TS.Broadcast(1);
        nint channels = window.Channels, line = window.Width * channels;
        for (nint row = 0; row < window.Rows; row++, corner += line)
        {
            for (nint column = 0; column < window.Columns; column++, index = TS.Add(index, one))
            {
                var value = TS.Load(corner + (column * channels));
                var larger = TS.Greater(value, best);
                best = TS.Select(larger, value, best);
                at = TS.Select(larger, index, at);
            }
        }

        TS.Store(y, best);
        TS.Store(chosen, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MeanOf<TV, TS>(in WindowGeometry window, float* corner, float* y)
        where TV : struct
        where TS : ISimd<TV>
    {
        var sum = TS.Zero;
        for (var row = 0; row < window.Rows; row++)
        {
            for (var column = 0; column < window.Columns; column++)
            {
                sum = TS.Add(sum, TS.Load(corner + ((((nint)row * window.Width) + column) * window.Channels)));
            }
        }

        TS.Store(y, TS.Divide(sum, TS.Broadcast(window.Rows * window.Columns)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherWindows<TV, TS>(
        in WindowGeometry window, int row, int column, int channel, float* chosen, float* largest, float* dy, float* dx)
        where TV : struct
        where TS : ISimd<TV>
    {
        var sum = TS.Zero;
        var lastRow = WindowGeometry.LastOver(row, window.RowStride, window.OutHeight);
        var lastColumn = WindowGeometry.LastOver(column, window.ColumnStride, window.OutWidth);
        for (var down = WindowGeometry.FirstOver(row, window.Rows, window.RowStride); down <= lastRow; down++)
        {
            for (var across = WindowGeometry.FirstOver(column, window.Columns, window.ColumnStride); across <= lastColumn; across++)
            {
                var at = ((((nint)down * window.OutWidth) + across) * window.Channels) + channel;
                var slope = TS.Load(dy + at);
                if (chosen != null)
                {
                    var index = ((row - (down * window.RowStride)) * window.Columns) + column - (across * window.ColumnStride);
                    slope = TS.Select(TS.Same(TS.Load(chosen + at), TS.Broadcast(index)), slope, TS.Zero);
                }

                if (largest != null)
                {
                    slope = TS.Select(TS.Greater(TS.Load(largest + at), TS.Zero), slope, TS.Zero);
                }

                sum = TS.Add(sum, slope);
            }
        }

        TS.Store(dx, chosen != null ? sum : TS.Divide(sum, TS.Broadcast(window.Rows * window.Columns)));
    }
}
