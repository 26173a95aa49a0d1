using System.Text;

namespace Millrace.Training.Onnx;

/// <summary>A named attribute of a node: an integer, a float, or a list of integers or texts. Immutable once made.</summary>
public sealed class OnnxAttribute
{
    private const int FloatKind = 1;
    private const int IntegerKind = 2;
    private const int IntegersKind = 7;
    private const int TextsKind = 8;

    private readonly ProtobufWriter _message = new();

    private OnnxAttribute(string name) => _message.Text(1, name);

    /// <summary>An integer.</summary>
    public static OnnxAttribute Of(string name, long value)
    {
        var attribute = new OnnxAttribute(name);
        attribute._message.Integer(3, value);
        attribute._message.Integer(20, IntegerKind);
        return attribute;
    }

    /// <summary>A float.</summary>
    public static OnnxAttribute Of(string name, float value)
    {
        var attribute = new OnnxAttribute(name);
        attribute._message.Float(2, value);
        attribute._message.Integer(20, FloatKind);
        return attribute;
    }

    /// <summary>A list of integers.</summary>
    public static OnnxAttribute Of(string name, ReadOnlySpan<long> values)
    {
        var attribute = new OnnxAttribute(name);
        foreach (var value in values)
        {
            attribute._message.Integer(8, value);
        }

        attribute._message.Integer(20, IntegersKind);
        return attribute;
    }

    /// <summary>A list of texts.</summary>
    public static OnnxAttribute Of(string name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var attribute = new OnnxAttribute(name);
        foreach (var value in values)
        {
            attribute._message.Bytes(9, Encoding.UTF8.GetBytes(value));
        }

        attribute._message.Integer(20, TextsKind);
        return attribute;
    }

    /// <summary>The message.</summary>
    internal ProtobufWriter ToMessage() => _message;
}
