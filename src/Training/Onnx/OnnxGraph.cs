using System.Buffers.Binary;
using System.Globalization;

namespace Millrace.Training.Onnx;

/// <summary>
/// An ONNX graph while it grows: nodes, constants, inputs and outputs. Every method that adds a node gives the name of its
/// result. Parameters are borrowed for the time of the export.
/// </summary>
internal sealed class OnnxGraph(ReadOnlyMemory<float> parameters)
{
    private const int FloatType = 1;
    private const int Int32Type = 6;
    private const int Int64Type = 7;
    private const int IrVersion = 8;
    private const int OperatorSet = 17;

    private readonly ProtobufWriter _graph = new();
    private int _names;

    /// <summary>The flat parameters.</summary>
    public ReadOnlySpan<float> Parameters => parameters.Span;

    /// <summary>Declares an input; the first axis is the number of rows.</summary>
    public string Input(string name, bool isFloat, params ReadOnlySpan<int> shape)
    {
        _graph.Message(11, ValueInfo(name, isFloat ? FloatType : Int32Type, shape));
        return name;
    }

    /// <summary>Declares the output; <paramref name="value"/> gets its name by an identity.</summary>
    public void Output(string name, string value, int columns)
    {
        Write("Identity", [value], name, []);
        _graph.Message(12, ValueInfo(name, FloatType, [columns]));
    }

    /// <summary>A float32 constant.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var (tensor, name) = Tensor(FloatType, shape);
        tensor.Floats(9, values);
        _graph.Message(5, tensor);
        return name;
    }

    /// <summary>A float32 scalar.</summary>
    public string Scalar(float value) => Constant([value]);

    /// <summary>An int64 constant of one axis: shapes and axes.</summary>
    public string Integers(params ReadOnlySpan<long> values)
    {
        var (tensor, name) = Tensor(Int64Type, [values.Length]);
        var bytes = new byte[values.Length * sizeof(long)];
        for (var at = 0; at < values.Length; at++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at * sizeof(long)), values[at]);
        }

        tensor.Bytes(9, bytes);
        _graph.Message(5, tensor);
        return name;
    }

    /// <summary>A node with one result.</summary>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var name = NextName(operation);
        Write(operation, inputs, name, attributes);
        return name;
    }

    /// <summary>x in another shape; −1 stands for the rows.</summary>
    public string Reshape(string x, params ReadOnlySpan<long> shape) => Node("Reshape", [x, Integers(shape)]);

    /// <summary>x with its axes in another order.</summary>
    public string Transpose(string x, params long[] order) => Node("Transpose", [x], OnnxAttribute.Of("perm", order));

    /// <summary>The finished model file.</summary>
    public byte[] ToModel()
    {
        _graph.Text(2, "millrace");
        var operators = new ProtobufWriter();
        operators.Text(1, "");
        operators.Integer(2, OperatorSet);
        var model = new ProtobufWriter();
        model.Integer(1, IrVersion);
        model.Text(2, "Millrace");
        model.Text(3, ProductInfo.Version);
        model.Message(7, _graph);
        model.Message(8, operators);
        return model.ToArray();
    }

    private static ProtobufWriter ValueInfo(string name, int type, ReadOnlySpan<int> shape)
    {
        var dimensions = new ProtobufWriter();
        var rows = new ProtobufWriter();
        rows.Text(2, "rows");
        dimensions.Message(1, rows);
        foreach (var size in shape)
        {
            var dimension = new ProtobufWriter();
            dimension.Integer(1, size);
            dimensions.Message(1, dimension);
        }

        var tensor = new ProtobufWriter();
        tensor.Integer(1, type);
        tensor.Message(2, dimensions);
        var typeInfo = new ProtobufWriter();
        typeInfo.Message(1, tensor);
        var info = new ProtobufWriter();
        info.Text(1, name);
        info.Message(2, typeInfo);
        return info;
    }

    private (ProtobufWriter Tensor, string Name) Tensor(int type, ReadOnlySpan<int> shape)
    {
        var tensor = new ProtobufWriter();
        foreach (var size in shape)
        {
            tensor.Integer(1, size);
        }

        tensor.Integer(2, type);
        var name = NextName("constant");
        tensor.Text(8, name);
        return (tensor, name);
    }

    private void Write(string operation, ReadOnlySpan<string> inputs, string output, ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output);
        node.Text(3, output);
        node.Text(4, operation);
        foreach (var attribute in attributes)
        {
            node.Message(5, attribute.ToMessage());
        }

        _graph.Message(1, node);
    }

    private string NextName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind.ToLowerInvariant()}_{_names++}");
}
