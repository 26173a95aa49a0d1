using System.Text;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Contracts;

/// <summary>Reads a constant of a column's type from a job file by the same strict parser that reads delivered text.</summary>
internal static class Constant
{
    /// <summary>A vector of this one value; null with a problem when the text is no value of the type.</summary>
    public static Vector? Read(ColumnContract contract, string text, out string? problem)
    {
        var pool = new ScratchPool();
        var bytes = Encoding.UTF8.GetBytes(text);
        var offsets = new byte[8];
        BitConverter.TryWriteBytes(offsets.AsSpan(4), bytes.Length);
        var faults = new FaultSink(1, pool);
        var source = new SourceColumn(Vector.OfText(1, offsets, bytes, null));
        var value = new ColumnConverter(contract with { NullTexts = null, Format = null }).Convert(source, faults, pool);
        problem = faults.Any || contract.Type.Kind == ColumnKind.List
            ? $"'{text}' is not a value of column '{contract.Name}', which is {contract.Type}"
            : null;
        return problem is null ? value.AsConstant() : null;
    }
}
