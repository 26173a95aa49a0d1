using System.Numerics;
using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Images;

/// <summary>
/// 2-D convolution as a product over windows that are found by tables, without an unfolded image. Weight
/// [K, K, inputs of a group, outputs] row-major; one chain per output over (row, column, channel).
/// </summary>
internal sealed unsafe class ConvolutionLayer : Layer
{
    private readonly ParameterView _weight;
    private readonly ParameterView? _bias;
    private readonly Activation _activation;
    private readonly ConvolutionGeometry _geometry;

    public ConvolutionLayer(string name, TensorShape input, Conv2DSpec spec, LayoutBuilder layout)
        : base(name, input, OutputShape(name, input, spec))
    {
        _activation = spec.Activation;
        _geometry = new ConvolutionGeometry(Input, Output, spec.Kernel, spec.Stride, spec.Padding, spec.Groups);
        _weight = layout.Add($"{name}.weight", ParameterKind.Weight, spec.Kernel, spec.Kernel, _geometry.GroupInputs, spec.Filters);
        _bias = spec.Bias ? layout.Add($"{name}.bias", ParameterKind.Bias, spec.Filters) : null;
    }

    public override bool EndsInRelu => _activation == Activation.Relu;

    public override bool CanMaskInput => true;

    public override long MultiplyAdds => (long)Output.Size * Window * _geometry.GroupInputs;

    /// <summary>Whether a layer after this can do without the outputs in the backward pass, once it has masked the gradient itself.</summary>
    public bool OutputsAreSpent => _activation is Activation.Linear or Activation.Relu;

    private int Window => _geometry.Kernel * _geometry.Kernel;

    public override void Initialize(ulong seed, Span<float> parameters)
    {
        var bound = UniformInit.Bound(_activation, Window * _geometry.GroupInputs, Window * _geometry.GroupOutputs);
        UniformInit.Fill(seed, _weight, bound, parameters);
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) =>
        new ConvolutionState(_geometry, maxRows, kernels, ActivationTraits.NeedsSums(_activation));

    public override void Prepare(LayerState state, Pass pass)
    {
        var own = (ConvolutionState)state;
        var (outputs, perGroup) = (Output.Channels, _geometry.GroupOutputs);
        for (var group = 0; group < _geometry.Groups; group++)
        {
            var weight = pass.Parameters + _weight.Offset + (group * perGroup);
            var packed = own.Forward.Pointer + (group * own.ForwardLength);
            pass.Kernels.Pack(weight, outputs, 1, Window * _geometry.GroupInputs, perGroup, packed);
            if (pass.Gradient != null)
            {
                Flip(weight, own.Flipped.Pointer);
                var depth = Window * perGroup;
                pass.Kernels.Pack(own.Flipped.Pointer, _geometry.GroupInputs, 1, depth, _geometry.GroupInputs, own.Backward.Pointer + (group * own.BackwardLength));
            }
        }
    }

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (ConvolutionState)state;
        for (nint first = 0; first < pass.Rows; first += own.BlockSamples)
        {
            ForwardBlock(own, pass, first, (int)nint.Min(own.BlockSamples, pass.Rows - first), x, y + (first * Output.Size));
        }
    }

    /// <summary>Fills the outputs of <paramref name="samples"/> samples from <paramref name="first"/> on; at most a block of the state.</summary>
    public void ForwardBlock(ConvolutionState own, Pass pass, nint first, int samples, float* x, float* y)
    {
        var source = Padded(own, samples, x + (first * Input.Size));
        var sums = own.Sums == null ? y : own.Sums.Pointer + (first * Output.Size);
        var relu = _activation == Activation.Relu && _bias != null;
        var end = _bias == null ? ProductEnd.Raw : relu ? ProductEnd.BiasRelu : ProductEnd.Bias;
        for (var group = 0; group < _geometry.Groups; group++)
        {
            var product = new Product
            {
                A = source + (group * _geometry.GroupInputs),
                ARow = 0,
                RowTable = own.ForwardRows,
                DepthTable = own.ForwardDepth,
                Packed = own.Forward.Pointer + (group * own.ForwardLength),
                C = sums + (group * _geometry.GroupOutputs),
                CRow = Output.Channels,
                Rows = samples * Output.Positions,
                Depth = Window * _geometry.GroupInputs,
                Columns = _geometry.GroupOutputs,
            };
            pass.Kernels.Multiply(product, end, _bias == null ? null : pass.Parameters + _bias.Offset + (group * _geometry.GroupOutputs), 0);
        }

        if (!relu && _activation != Activation.Linear)
        {
            pass.Kernels.Activate(_activation, sums, y, (long)samples * Output.Positions, Output.Channels);
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, y = values.Y, dy = values.Dy, dx = values.Dx;
        var own = (ConvolutionState)state;
        if (_activation != Activation.Linear && !OutputIsMasked)
        {
            var rows = (long)pass.Rows * Output.Positions;
            pass.Kernels.ActivateBackward(_activation, own.Sums == null ? y : own.Sums.Pointer, y, dy, rows, Output.Channels);
        }

        Backward(own, pass, x, dx, new WholeGradient(dy, Output.Size));
    }

    /// <summary>
    /// Fills the gradients of weights and biases and, unless null, <paramref name="dx"/>: block after block, so that what a block
    /// of output gradients is needed for is done while it is near. A lane's chains go on from block to block.
    /// </summary>
    /// <param name="own">The state.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="x">The inputs of all samples.</param>
    /// <param name="dx">The input gradients of all samples, or null.</param>
    /// <param name="gradient">Gives the output gradients, before the activation, of one block after another.</param>
    public void Backward<TGradient>(ConvolutionState own, Pass pass, float* x, float* dx, TGradient gradient)
        where TGradient : struct, IBlockGradient
    {
        for (var lane = 0; lane < pass.Lanes.Count; lane++)
        {
            var level = BitOperations.PopCount((uint)lane);
            var (weight, bias) = Leaf(own, pass, level);
            nint first = pass.Lanes.Start(lane), end = pass.Lanes.Start(lane + 1);
            var continues = pass.Lanes.Continues;
            do
            {
                var samples = (int)nint.Min(own.BlockSamples, end - first);
                var dy = gradient.Of(first, samples);
                var source = Padded(own, samples, x + (first * Input.Size));
                ParameterGradient(own, pass, source, dy, (samples, continues), weight, bias);
                if (dx != null)
                {
                    InputGradient(own, pass, samples, x + (first * Input.Size), dy, dx + (first * Input.Size));
                }

                (first, continues) = (first + samples, true);
            }
            while (first < end);
            for (var merge = BitOperations.TrailingZeroCount(lane + 1); merge > 0; merge--, level--)
            {
                Merge(own, pass, level);
            }
        }
    }

    private static TensorShape OutputShape(string name, TensorShape input, Conv2DSpec spec)
    {
        if (input.Kind != TensorKind.Image)
        {
            throw new NetworkException(name, $"a convolution needs an image, but the layer before gives a {input}.");
        }

        if (spec.Filters < 1 || spec.Kernel < 1 || spec.Stride < 1 || spec.Padding < 0 || spec.Groups < 1)
        {
            throw new NetworkException(name, "filters, kernel, stride and groups are at least 1, padding at least 0.");
        }

        if (input.Channels % spec.Groups != 0 || spec.Filters % spec.Groups != 0)
        {
            throw new NetworkException(name, $"{spec.Groups} groups divide neither or only one of {input.Channels} channels and {spec.Filters} filters.");
        }

        var (height, width) = (input.Height + (2 * spec.Padding) - spec.Kernel, input.Width + (2 * spec.Padding) - spec.Kernel);
        return height < 0 || width < 0
            ? throw new NetworkException(name, $"a window {spec.Kernel}×{spec.Kernel} does not fit an {input} padded by {spec.Padding}.")
            : TensorShape.Image((height / spec.Stride) + 1, (width / spec.Stride) + 1, spec.Filters);
    }

    /// <summary>Where a lane's sums go: the lowest level of the carry stack is the gradient itself.</summary>
    private (nint Weight, nint Bias) Leaf(ConvolutionState own, Pass pass, int level)
    {
        if (level == 0)
        {
            return ((nint)(pass.Gradient + _weight.Offset), _bias == null ? 0 : (nint)(pass.Gradient + _bias.Offset));
        }

        var carry = own.Carry(level, _weight.Count + Output.Channels).Pointer;
        return ((nint)carry, (nint)(carry + _weight.Count));
    }

    /// <summary>Folds a finished partial sum into the one below it.</summary>
    private void Merge(ConvolutionState own, Pass pass, int level)
    {
        var (weight, bias) = Leaf(own, pass, level);
        var (weightBelow, biasBelow) = Leaf(own, pass, level - 1);
        pass.Kernels.Add((float*)weightBelow, (float*)weight, (float*)weightBelow, _weight.Count);
        if (_bias != null)
        {
            pass.Kernels.Add((float*)biasBelow, (float*)bias, (float*)biasBelow, _bias.Count);
        }
    }

    private void ParameterGradient(
        ConvolutionState own, Pass pass, float* source, float* dy, (int Samples, bool Continues) part, nint weight, nint bias)
    {
        var starts = stackalloc int[2] { 0, part.Samples };
        var rows = new LaneRows(starts, 1, Output.Positions, part.Continues);
        for (var group = 0; group < _geometry.Groups; group++)
        {
            var first = group * _geometry.GroupOutputs;
            pass.Kernels.WeightGradient(
                rows, source + (group * _geometry.GroupInputs), own.ForwardRows, own.ForwardDepth, Window * _geometry.GroupInputs,
                dy + first, Output.Channels, _geometry.GroupOutputs, (float*)weight + first, Output.Channels);
        }

        if (_bias != null)
        {
            pass.Kernels.ColumnSums(rows, dy, null, Output.Channels, (float*)bias);
        }
    }

    private void InputGradient(ConvolutionState own, Pass pass, int samples, float* x, float* dy, float* dx)
    {
        Spread(own, samples, dy);
        for (var group = 0; group < _geometry.Groups; group++)
        {
            var first = group * _geometry.GroupInputs;
            var product = new Product
            {
                A = own.Spread.Pointer + (group * _geometry.GroupOutputs),
                ARow = 0,
                RowTable = own.BackwardRows,
                DepthTable = own.BackwardDepth,
                Packed = own.Backward.Pointer + (group * own.BackwardLength),
                C = dx + first,
                CRow = Input.Channels,
                Rows = samples * Input.Positions,
                Depth = Window * _geometry.GroupOutputs,
                Columns = _geometry.GroupInputs,
            };
            pass.Kernels.Multiply(product, MasksInput ? ProductEnd.Positive : ProductEnd.Raw, x + first, Input.Channels);
        }
    }

    /// <summary>The weights of a group turned by 180° and with inputs and outputs exchanged: [K, K, outputs, inputs].</summary>
    private void Flip(float* weight, float* flipped)
    {
        for (var at = 0; at < Window; at++)
        {
            var from = weight + ((nint)(Window - 1 - at) * _geometry.GroupInputs * Output.Channels);
            for (var output = 0; output < _geometry.GroupOutputs; output++)
            {
                for (var input = 0; input < _geometry.GroupInputs; input++)
                {
                    *flipped++ = from[((nint)input * Output.Channels) + output];
                }
            }
        }
    }

    private float* Padded(ConvolutionState own, int samples, float* x)
    {
        if (_geometry.Padding == 0)
        {
            return x;
        }

        // The border was zero when the buffer was made and nothing writes there.
        var line = Input.Width * Input.Channels;
        var padding = _geometry.Padding;
        for (nint sample = 0; sample < samples; sample++)
        {
            for (nint row = 0; row < Input.Height; row++, x += line)
            {
                var at = ((((sample * _geometry.PaddedHeight) + row + padding) * _geometry.PaddedWidth) + padding) * Input.Channels;
                new ReadOnlySpan<float>(x, line).CopyTo(new Span<float>(own.Padded.Pointer + at, line));
            }
        }

        return own.Padded.Pointer;
    }

    private void Spread(ConvolutionState own, int samples, float* dy)
    {
        var (channels, shift) = (Output.Channels, _geometry.Kernel - 1 - _geometry.Padding);
        for (nint sample = 0; sample < samples; sample++)
        {
            for (var row = 0; row < Output.Height; row++)
            {
                for (var column = 0; column < Output.Width; column++, dy += channels)
                {
                    nint down = (row * _geometry.Stride) + shift, across = (column * _geometry.Stride) + shift;
                    if (down >= 0 && down < _geometry.SpreadHeight && across >= 0 && across < _geometry.SpreadWidth)
                    {
                        var at = ((((sample * _geometry.SpreadHeight) + down) * _geometry.SpreadWidth) + across) * channels;
                        new ReadOnlySpan<float>(dy, channels).CopyTo(new Span<float>(own.Spread.Pointer + at, channels));
                    }
                }
            }
        }
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var weight = Constant(graph, _weight, _geometry.Kernel, _geometry.Kernel, _geometry.GroupInputs, Output.Channels);
        string[] inputs = [graph.Transpose(x, 0, 3, 1, 2), graph.Transpose(weight, 3, 2, 0, 1)];
        long padding = _geometry.Padding;
        var y = graph.Node(
            "Conv",
            _bias == null ? inputs : [.. inputs, Constant(graph, _bias, Output.Channels)],
            OnnxAttribute.Of("strides", [_geometry.Stride, _geometry.Stride]),
            OnnxAttribute.Of("pads", [padding, padding, padding, padding]),
            OnnxAttribute.Of("group", (long)_geometry.Groups));
        return ActivationExport.Add(graph, _activation, graph.Transpose(y, 0, 2, 3, 1));
    }
}
