using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Networks;

/// <summary>What the tabular ensemble starts from, and what it is made of.</summary>
public class TabularNetworkTests
{
    private static readonly InputShape Shape = new()
    {
        DenseFeatures = 9,
        Numbers = [new("p", 0, 5, 1)],
        Categories = [new("kind", 4, 3)],
    };

    private static readonly TargetSpec[] Targets = [new() { Loss = new SquaredLossSpec() }];

    [Fact]
    public void The_first_scale_is_a_random_sign_of_each_input_and_every_other_one()
    {
        var (network, parameters) = Create(new TabularSpec { Members = 64, Width = 16, NumberEmbedding = 6 });
        var first = Values(network, parameters, "tabular.blocks[0].input.scale");
        Assert.All(first, static scale => Assert.Equal(1f, Math.Abs(scale)));

        // An embedded number, four features of no number, an embedded category.
        int[] sections = [6, 1, 1, 1, 1, 3];
        var signs = new List<float>();
        for (var at = 0; at < first.Length;)
        {
            foreach (var section in sections)
            {
                Assert.Single(first[at..(at + section)].Distinct());
                signs.Add(first[at]);
                at += section;
            }
        }

        Assert.InRange(signs.Count(static sign => sign > 0), signs.Count / 3, 2 * signs.Count / 3);
        foreach (var name in new[] { "tabular.blocks[0].output.scale", "tabular.blocks[1].input.scale", "tabular.blocks[1].output.scale" })
        {
            Assert.All(Values(network, parameters, name), static scale => Assert.Equal(1f, scale));
        }
    }

    [Fact]
    public void Members_share_products_and_nothing_else()
    {
        var (network, parameters) = Create(new TabularSpec { Members = 8, Width = 16, NumberEmbedding = 6 });
        Assert.Equal((6 + 4 + 3) * 16, Values(network, parameters, "tabular.blocks[0].dense.weight").Length);
        Assert.Equal(16 * 16, Values(network, parameters, "tabular.blocks[1].dense.weight").Length);
        Assert.Equal(8 * 16, Values(network, parameters, "tabular.blocks[1].output.bias").Length);
        Assert.Equal(8 * 16, Values(network, parameters, "output.weight").Length);
    }

    [Fact]
    public void An_embedded_number_starts_as_a_line()
    {
        var (network, parameters) = Create(new TabularSpec { Members = 8, Width = 16, NumberEmbedding = 6 });
        var weight = Values(network, parameters, "tabular.numbers.p.weight");
        Assert.Equal(5 * 6, weight.Length);
        Assert.All(weight[..6], static value => Assert.NotEqual(0f, value));
        Assert.All(weight[6..], static value => Assert.Equal(0f, value));
    }

    [Fact]
    public void The_operations_of_a_step_are_those_of_its_products()
    {
        var network = Create(new TabularSpec { Members = 8, Blocks = 2, Width = 16, NumberEmbedding = 6 }).Network;
        Assert.Equal(6 * ((5 * 6) + (8 * ((13 * 16) + (16 * 16) + 16))), network.TrainingFlop);
    }

    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(-1, 2, 1)]
    [InlineData(2, 2, 3)]
    [InlineData(8, 2, 1)]
    public void A_number_outside_the_dense_features_is_named(int first, int count, int linear)
    {
        var shape = Shape with { Numbers = [new NumericField("far", first, count, linear)] };
        var fault = Assert.Throws<NetworkException>(() => Network.Build(new NetworkSpec { Model = ModelKind.Tabular }, shape, Targets));
        Assert.Equal("far", fault.Part);
    }

    private static (Network Network, float[] Parameters) Create(TabularSpec spec)
    {
        var network = Network.Build(new NetworkSpec { Model = ModelKind.Tabular, Tabular = spec }, Shape, Targets);
        var parameters = new float[network.Layout.Count];
        network.Initialize(5, parameters);
        return (network, parameters);
    }

    private static float[] Values(Network network, float[] parameters, string name)
    {
        var view = network.Layout.Views.Single(view => view.Name == name);
        return parameters[view.Offset..(view.Offset + view.Count)];
    }
}
