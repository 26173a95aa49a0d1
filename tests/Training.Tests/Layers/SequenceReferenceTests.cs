using Millrace.Training.Layers;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Networks;

namespace Millrace.Training.Tests.Layers;

public class SequenceReferenceTests
{
    private const int Rows = 3;
    private const int Steps = 6;
    private const int Units = 5;

    public static TheoryData<string, LayerSpec> Layers => new()
    {
        { "rnn_tanh", new RnnSpec { Units = Units, ReturnSequence = true } },
        { "lstm", new LstmSpec { Units = Units, ReturnSequence = true } },
        { "gru", new GruSpec { Units = Units, ReturnSequence = true } },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Recurrent_layers_equal_the_reference(string name, LayerSpec spec)
    {
        var reference = ReferenceFile.Open(name);
        var harness = new LayerHarness(spec, TensorShape.Sequence(Steps, 4));
        harness.Set(".input_weight", reference.Transposed("param.weight_ih_l0"));
        harness.Set(".state_weight", reference.Transposed("param.weight_hh_l0"));
        float[] input = reference.Floats("param.bias_ih_l0"), state = reference.Floats("param.bias_hh_l0");
        if (spec is GruSpec)
        {
            harness.Set(".bias", input);
            harness.Set(".state_bias", state);
        }
        else
        {
            // The two biases of PyTorch are one here: they are only ever added.
            harness.Set(".bias", [.. input.Zip(state, static (a, b) => a + b)]);
        }

        var (y, dx) = harness.Run(reference.Floats("x"), reference.Floats("upstream"), Rows, [Steps, Steps, Steps]);
        Near.Equal(reference["y"], y);
        Near.Equal(reference["dx"], dx);
        Near.Equal(reference["h_last"], LastOf(y, Steps));
        Near.Equal(Doubles(reference.Transposed("grad.weight_ih_l0")), harness.GradientOf(".input_weight"));
        Near.Equal(Doubles(reference.Transposed("grad.weight_hh_l0")), harness.GradientOf(".state_weight"));
        Near.Equal(reference["grad.bias_ih_l0"], harness.GradientOf(".bias"));
        Near.Equal(reference["grad.bias_hh_l0"], harness.GradientOf(spec is GruSpec ? ".state_bias" : ".bias"));
        if (spec is LstmSpec)
        {
            // The first of the slots is the zero before step 0.
            Near.Equal(reference["c_last"], LastOf(((RecurrentState)harness.State).Cells.Span.ToArray(), Steps + 1));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void What_lies_behind_the_length_does_not_matter(string name, LayerSpec spec)
    {
        Assert.NotEmpty(name);
        var random = new Random(1);
        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] x = Random(Rows * Steps * 4), upstream = Random(Rows * Steps * Units);
        int[] lengths = [4, 0, 6];
        var (y, dx) = new LayerHarness(spec, TensorShape.Sequence(Steps, 4)).Run(x, upstream, Rows, lengths);
        var other = (float[])x.Clone();
        for (var row = 0; row < Rows; row++)
        {
            other.AsSpan(((row * Steps) + lengths[row]) * 4, (Steps - lengths[row]) * 4).Fill(9f);
            Assert.All(y[(((row * Steps) + lengths[row]) * Units)..((row + 1) * Steps * Units)], static value => Assert.Equal(0f, value));
        }

        var (again, dxAgain) = new LayerHarness(spec, TensorShape.Sequence(Steps, 4)).Run(other, upstream, Rows, lengths);
        Assert.Equal(y, again);
        Assert.Equal(dx, dxAgain);
        Assert.Contains(y, static value => value != 0);
    }

    [Fact]
    public void The_last_state_is_that_of_the_last_valid_step()
    {
        var reference = ReferenceFile.Open("lstm");
        var harness = new LayerHarness(new LstmSpec { Units = Units }, TensorShape.Sequence(Steps, 4));
        harness.Set(".input_weight", reference.Transposed("param.weight_ih_l0"));
        harness.Set(".state_weight", reference.Transposed("param.weight_hh_l0"));
        harness.Set(".bias", [.. reference.Floats("param.bias_ih_l0").Zip(reference.Floats("param.bias_hh_l0"), static (a, b) => a + b)]);
        var (y, _) = harness.Run(reference.Floats("x"), new float[Rows * Units], Rows, [Steps, 3, 0]);
        Near.Equal(reference["h_last"][..Units], y.AsSpan(0, Units));
        var third = ((1 * Steps) + 2) * Units;
        Near.Equal(reference["y"][third..(third + Units)], y.AsSpan(Units, Units));
        Assert.All(y[(2 * Units)..], static value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Attention_equals_the_reference()
    {
        var reference = ReferenceFile.Open("self_attention_2_heads");
        var harness = new LayerHarness(new AttentionSpec { Heads = 2 }, TensorShape.Sequence(5, 8));
        harness.Set(".in_weight", reference.Transposed("param.in_proj_weight"));
        harness.Set(".in_bias", reference.Floats("param.in_proj_bias"));
        harness.Set(".out_weight", reference.Transposed("param.out_proj.weight"));
        harness.Set(".out_bias", reference.Floats("param.out_proj.bias"));
        var (y, dx) = harness.Run(reference.Floats("x"), reference.Floats("upstream"), 2, [5, 5]);
        Near.Equal(reference["y"], y);
        Near.Equal(reference["dx"], dx);
        Near.Equal(reference["attention"], ((AttentionState)harness.State).Shares.Span);
        Near.Equal(Doubles(reference.Transposed("grad.in_proj_weight")), harness.GradientOf(".in_weight"));
        Near.Equal(reference["grad.in_proj_bias"], harness.GradientOf(".in_bias"));
        Near.Equal(Doubles(reference.Transposed("grad.out_proj.weight")), harness.GradientOf(".out_weight"));
        Near.Equal(reference["grad.out_proj.bias"], harness.GradientOf(".out_bias"));
    }

    /// <summary>The last of the steps of every row.</summary>
    private static float[] LastOf(float[] values, int steps) =>
        [.. values.Chunk(Units).Where((_, at) => at % steps == steps - 1).SelectMany(static units => units)];

    private static double[] Doubles(float[] values) => [.. values.Select(static value => (double)value)];
}
