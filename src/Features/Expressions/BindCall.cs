using System.Text;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions;

/// <summary>A call while it is compiled: arguments and the place for problems.</summary>
internal sealed class BindCall(Node[] arguments)
{
    /// <summary>Problem found and the argument that has it; null when there is none.</summary>
    public (int Argument, string Message)? Problem { get; private set; }

    public Node this[int index] => arguments[index];

    public int Count => arguments.Length;

    /// <summary>Text of a literal argument.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(((ConstantNode)arguments[index]).Value.Text(0));

    /// <summary>Number of a literal argument.</summary>
    public long Int(int index) => ((ConstantNode)arguments[index]).Value.Longs[0];

    /// <summary>Reports a problem; the kernel given is never run.</summary>
    public Kernel Fail(int argument, string message)
    {
        Problem = (argument, message);
        return _ => throw new InvalidOperationException(message);
    }
}
