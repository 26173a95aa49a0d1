using Millrace.Training.Networks;

namespace Millrace.Training.Layers.Images;

/// <summary>
/// Where a convolution finds its operands: tables of offsets in place of an unfolded image. H × W × C input, K kernel,
/// S stride, P padding, G groups.
/// </summary>
internal sealed record ConvolutionGeometry(TensorShape Input, TensorShape Output, int Kernel, int Stride, int Padding, int Groups)
{
    /// <summary>Input channels of a group.</summary>
    public int GroupInputs => Input.Channels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => Output.Channels / Groups;

    /// <summary>Rows of the padded input.</summary>
    public int PaddedHeight => Input.Height + (2 * Padding);

    /// <summary>Columns of the padded input.</summary>
    public int PaddedWidth => Input.Width + (2 * Padding);

    /// <summary>Rows of the output gradient, spread by the stride and padded so that every window over an input pixel lies inside.</summary>
    public int SpreadHeight => Input.Height + Kernel - 1;

    /// <summary>Columns of the spread output gradient.</summary>
    public int SpreadWidth => Input.Width + Kernel - 1;

    /// <summary>Offset of each output pixel's window in the padded input, for all samples.</summary>
    public int[] ForwardRows(int samples) =>
        Rows(samples, Output.Height, Output.Width, Stride, PaddedWidth * Input.Channels, Input.Channels, PaddedHeight * PaddedWidth * Input.Channels);

    /// <summary>Offset within the window of each (row, column, channel of the group).</summary>
    public int[] ForwardDepth() => Depth(PaddedWidth * Input.Channels, Input.Channels, GroupInputs);

    /// <summary>Offset of each input pixel's window in the spread output gradient, for all samples.</summary>
    public int[] BackwardRows(int samples) =>
        Rows(samples, Input.Height, Input.Width, 1, SpreadWidth * Output.Channels, Output.Channels, SpreadHeight * SpreadWidth * Output.Channels);

    /// <summary>Offset within that window of each (row, column, output channel of the group).</summary>
    public int[] BackwardDepth() => Depth(SpreadWidth * Output.Channels, Output.Channels, GroupOutputs);

    private static int[] Rows(int samples, int height, int width, int stride, int rowStep, int pixelStep, int sampleStep)
    {
        var table = new int[checked(samples * height * width)];
        var next = 0;
        for (var sample = 0; sample < samples; sample++)
        {
            for (var row = 0; row < height; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    table[next++] = checked((sample * sampleStep) + (row * stride * rowStep) + (column * stride * pixelStep));
                }
            }
        }

        return table;
    }

    private int[] Depth(int rowStep, int pixelStep, int channels)
    {
        var table = new int[Kernel * Kernel * channels];
        var next = 0;
        for (var row = 0; row < Kernel; row++)
        {
            for (var column = 0; column < Kernel; column++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    table[next++] = (row * rowStep) + (column * pixelStep) + channel;
                }
            }
        }

        return table;
    }
}
