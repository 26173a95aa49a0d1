using System.Buffers.Binary;
using System.Globalization;

namespace Millrace.Training.Onnx;

/// <summary>
/// An ONNX graph while it grows: nodes, constants, inputs and outputs. Every method that adds a node gives the name of its
/// result. Not thread-safe.
/// </summary>
/// <remarks>Operator set 17 of ONNX and 3 of <c>ai.onnx.ml</c>, IR version 8: old enough for every runtime in use.</remarks>
public sealed class OnnxGraph
{
    private const int IrVersion = 8;
    private const int OperatorSet = 17;
    private const int LearningOperatorSet = 3;
    private const string LearningDomain = "ai.onnx.ml";

    private readonly ProtobufWriter _graph = new();
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inputs = new(StringComparer.Ordinal);
    private bool _usesLearningOperators;
    private int _names;

    /// <summary>The flat parameters of the network that is being added; borrowed for the time of the export.</summary>
    internal ReadOnlyMemory<float> ParameterMemory { get; set; }

    /// <summary>The flat parameters of the network that is being added.</summary>
    internal ReadOnlySpan<float> Parameters => ParameterMemory.Span;

    /// <summary>Which steps of the sequences are valid; null where there are none.</summary>
    internal OnnxSteps? Steps { get; set; }

    /// <summary>Declares an input; the first axis is the number of rows. Inputs come before nodes, so that no node takes an input's name.</summary>
    public string Input(string name, OnnxType type, params ReadOnlySpan<int> shape)
    {
        _inputs.Add(name);
        _graph.Message(11, ValueInfo(name, type, "rows", shape));
        return name;
    }

    /// <summary>Declares an input [rows] that may be left out; <paramref name="value"/> then stands for every row.</summary>
    public string OptionalInput(string name, bool value)
    {
        _inputs.Add(name);

        // An initializer of an input's name is the input's default. Its one element is spread over the rows by the operators that read it.
        var tensor = NewTensor(OnnxType.Boolean, name, [1]);
        tensor.Bytes(9, [(byte)(value ? 1 : 0)]);
        _graph.Message(5, tensor);
        _graph.Message(11, ValueInfo(name, OnnxType.Boolean, "rows_or_one", []));
        return name;
    }

    /// <summary>Declares an output [rows, columns] float32; <paramref name="value"/> gets its name by an identity.</summary>
    public void Output(string name, string value, int columns)
    {
        Write("", "Identity", [value], [name], []);
        _graph.Message(12, ValueInfo(name, OnnxType.Float, "rows", [columns]));
    }

    /// <summary>Adds a property of the model, which readers can show: what it was made from, the names of its classes.</summary>
    public void Describe(string key, string value) => _metadata[key] = value;

    /// <summary>A float32 constant.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var name = NextName("constant");
        var tensor = NewTensor(OnnxType.Float, name, shape);
        tensor.Floats(9, values);
        _graph.Message(5, tensor);
        return name;
    }

    /// <summary>A float64 constant.</summary>
    public string Doubles(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        var bytes = new byte[values.Length * sizeof(double)];
        for (var at = 0; at < values.Length; at++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at * sizeof(double)), values[at]);
        }

        return Raw(OnnxType.Double, bytes, shape);
    }

    /// <summary>A float32 scalar.</summary>
    public string Scalar(float value) => Constant([value]);

    /// <summary>A float64 scalar.</summary>
    public string Scalar(double value) => Doubles([value]);

    /// <summary>An int64 scalar.</summary>
    public string Scalar(long value) => Integers([value], []);

    /// <summary>An int64 constant of one axis: shapes and axes.</summary>
    public string Integers(params ReadOnlySpan<long> values) => Integers(values, [values.Length]);

    /// <summary>An int64 constant.</summary>
    public string Integers(ReadOnlySpan<long> values, ReadOnlySpan<int> shape)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var at = 0; at < values.Length; at++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at * sizeof(long)), values[at]);
        }

        return Raw(OnnxType.Int64, bytes, shape);
    }

    /// <summary>An int32 constant.</summary>
    public string SmallIntegers(ReadOnlySpan<int> values, params ReadOnlySpan<int> shape)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (var at = 0; at < values.Length; at++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at * sizeof(int)), values[at]);
        }

        return Raw(OnnxType.Int32, bytes, shape);
    }

    /// <summary>A node with one result.</summary>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var name = NextName(operation);
        Write("", operation, inputs, [name], attributes);
        return name;
    }

    /// <summary>A node with several results, of which one is asked for.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="result">Which result; those before it are left out.</param>
    /// <param name="inputs">Its inputs; an empty name leaves one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public string Node(string operation, int result, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var name = NextName(operation);
        Write("", operation, inputs, [.. Enumerable.Repeat("", result), name], attributes);
        return name;
    }

    /// <summary>A node of <c>ai.onnx.ml</c> with one result.</summary>
    public string LearningNode(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        _usesLearningOperators = true;
        var name = NextName(operation);
        Write(LearningDomain, operation, inputs, [name], attributes);
        return name;
    }

    /// <summary>x in another shape; −1 stands for the rows.</summary>
    public string Reshape(string x, params ReadOnlySpan<long> shape) => Node("Reshape", [x, Integers(shape)]);

    /// <summary>x with its axes in another order.</summary>
    public string Transpose(string x, params long[] order) => Node("Transpose", [x], OnnxAttribute.Of("perm", order));

    /// <summary>x in another element type.</summary>
    public string Cast(string x, OnnxType type) => Node("Cast", [x], OnnxAttribute.Of("to", (long)type));

    /// <summary>The finished model file.</summary>
    public byte[] ToModel()
    {
        _graph.Text(2, "millrace");
        var model = new ProtobufWriter();
        model.Integer(1, IrVersion);
        model.Text(2, "Millrace");
        model.Text(3, ProductInfo.Version);
        model.Message(7, _graph);
        model.Message(8, Operators("", OperatorSet));
        if (_usesLearningOperators)
        {
            model.Message(8, Operators(LearningDomain, LearningOperatorSet));
        }

        foreach (var (key, value) in _metadata)
        {
            var entry = new ProtobufWriter();
            entry.Text(1, key);
            entry.Text(2, value);
            model.Message(14, entry);
        }

        return model.ToArray();
    }

    private static ProtobufWriter Operators(string domain, int version)
    {
        var operators = new ProtobufWriter();
        operators.Text(1, domain);
        operators.Integer(2, version);
        return operators;
    }

    private static ProtobufWriter ValueInfo(string name, OnnxType type, string rowsName, ReadOnlySpan<int> shape)
    {
        var dimensions = new ProtobufWriter();
        var rows = new ProtobufWriter();
        rows.Text(2, rowsName);
        dimensions.Message(1, rows);
        foreach (var size in shape)
        {
            var dimension = new ProtobufWriter();
            dimension.Integer(1, size);
            dimensions.Message(1, dimension);
        }

        var tensor = new ProtobufWriter();
        tensor.Integer(1, (int)type);
        tensor.Message(2, dimensions);
        var typeInfo = new ProtobufWriter();
        typeInfo.Message(1, tensor);
        var info = new ProtobufWriter();
        info.Text(1, name);
        info.Message(2, typeInfo);
        return info;
    }

    private static ProtobufWriter NewTensor(OnnxType type, string name, ReadOnlySpan<int> shape)
    {
        var tensor = new ProtobufWriter();
        foreach (var size in shape)
        {
            tensor.Integer(1, size);
        }

        tensor.Integer(2, (int)type);
        tensor.Text(8, name);
        return tensor;
    }

    private string Raw(OnnxType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape)
    {
        var name = NextName("constant");
        var tensor = NewTensor(type, name, shape);
        tensor.Bytes(9, bytes);
        _graph.Message(5, tensor);
        return name;
    }

    private void Write(
        string domain, string operation, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, outputs[^1]);
        node.Text(4, operation);
        foreach (var attribute in attributes)
        {
            node.Message(5, attribute.ToMessage());
        }

        if (domain.Length > 0)
        {
            node.Text(7, domain);
        }

        _graph.Message(1, node);
    }

    private string NextName(string kind)
    {
        string name;
        do
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{kind.ToLowerInvariant()}_{_names++}");
        }
        while (_inputs.Contains(name) || name == NetworkOnnx.Prediction);
        return name;
    }
}
