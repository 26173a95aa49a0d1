using Millrace.Features.Encoders;
using Millrace.Training;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Export;

/// <summary>
/// A model over raw values: the fitted encoders and the network in one graph. Its inputs are the columns that the network reads, see
/// <see cref="RawInput"/>; its output is the network's.
/// </summary>
internal static class RawOnnx
{
    /// <summary>What stands in the way, in words; empty where the model can be written.</summary>
    public static IReadOnlyList<string> Obstacles(FeatureModel features)
    {
        var obstacles = features.Columns.SelectMany(column => column.Steps.Select(step => EncoderNodes.Obstacle(column, step))).OfType<string>().ToList();
        string[] names = [.. features.Columns.Select(RawInput.Of).SelectMany(input => new[] { input.Name, input.MissingName, input.LengthName })];
        obstacles.AddRange(names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{group.Key}: two inputs would have this name"));
        if (names.Contains(NetworkOnnx.Prediction))
        {
            obstacles.Add($"{NetworkOnnx.Prediction}: the column has the name of the model's output");
        }

        return obstacles;
    }

    /// <summary>Adds inputs, encoders, network and output to <paramref name="graph"/>.</summary>
    public static void Add(OnnxGraph graph, FeatureModel features, TrainedModel model)
    {
        RawInput[] inputs = [.. features.Columns.Select(RawInput.Of)];
        var missing = inputs.Select(input => Declare(graph, input)).ToArray();
        var lengths = inputs.FirstOrDefault(input => input.IsSequence) is { } first ? graph.Input(first.LengthName, OnnxType.Int32) : null;
        var encoders = new EncoderNodes(graph);
        for (var at = 0; at < inputs.Length; at++)
        {
            encoders.Add(new ColumnNodes(graph, inputs[at], missing[at]), features.Columns[at].Steps);
        }

        var shape = model.Network.Shape;
        var prediction = NetworkOnnx.Add(graph, model.Network, model.Weights, new OnnxInputs
        {
            Dense = Joined(graph, encoders.Dense, 1),
            Categories = Joined(graph, encoders.Categories, 1),
            Sequences = Joined(graph, [.. encoders.Sequences.Select((part, at) => Padded(graph, part, features.Layout.Sequences[at].MaxLength, shape.MaxLength))], 2),
            Lengths = lengths,
        });
        graph.Output(NetworkOnnx.Prediction, prediction, model.Network.PredictionCount);
    }

    /// <summary>Declares a column's inputs; gives the name of the one that says what is missing.</summary>
    private static string? Declare(OnnxGraph graph, RawInput input)
    {
        var type = input.Kind switch
        {
            RawKind.Number or RawKind.List => OnnxType.Double,
            RawKind.Boolean => OnnxType.Boolean,
            RawKind.Text => OnnxType.Text,
            _ => OnnxType.Int64,
        };
        _ = input.Kind == RawKind.List ? graph.Input(input.Name, type, input.Width) : graph.Input(input.Name, type);
        return input.Kind is RawKind.Number or RawKind.List ? null : graph.OptionalInput(input.MissingName, false);
    }

    private static string? Joined(OnnxGraph graph, IReadOnlyList<string> parts, long axis) => parts.Count switch
    {
        0 => null,
        1 => parts[0],
        _ => graph.Node("Concat", [.. parts], OnnxAttribute.Of("axis", axis)),
    };

    private static string Padded(OnnxGraph graph, string part, int steps, int most) =>
        steps == most ? part : graph.Node("Pad", [part, graph.Integers(0, 0, 0, 0, most - steps, 0)]);
}
