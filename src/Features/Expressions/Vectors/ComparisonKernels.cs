using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Millrace.Features.Contracts;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>Comparisons into bit masks. NaN compares with nothing: the row has no result.</summary>
internal static class ComparisonKernels
{
    private enum Relation
    {
        Equal,
        Less,
        LessOrEqual,
    }

    /// <summary>The kernel of =, !=, &lt;, &lt;=, &gt; or &gt;= for two arguments of one kind.</summary>
    public static Kernel Of(string name) => name switch
    {
        "=" => call => Compare(call, call[0], call[1], Relation.Equal, false),
        "!=" => call => Compare(call, call[0], call[1], Relation.Equal, true),
        "<" => call => Compare(call, call[0], call[1], Relation.Less, false),
        "<=" => call => Compare(call, call[0], call[1], Relation.LessOrEqual, false),
        ">" => call => Compare(call, call[1], call[0], Relation.Less, false),
        _ => call => Compare(call, call[1], call[0], Relation.LessOrEqual, false),
    };

    /// <summary>value &gt;= low and value &lt;= high, unknown where one is null.</summary>
    public static Vector Between(KernelCall call)
    {
        var low = Compare(call, call[1], call[0], Relation.LessOrEqual, false);
        var high = Compare(call, call[0], call[2], Relation.LessOrEqual, false);
        var bits = call.Pool.RentMask(call.Rows);
        BitMask.And(low.Bits, high.Bits, bits, call.Rows);
        var valid = call.Valid();
        valid = low.Valid is null ? valid : call.And(valid, low);
        return Vector.OfMask(call.Rows, bits, high.Valid is null ? valid : call.And(valid, high), call.Pool);
    }

    /// <summary>Whether the first argument equals one of the others, none of which is null.</summary>
    public static Vector In(KernelCall call)
    {
        var bits = call.Pool.RentEmptyMask(call.Rows);
        var valid = call.Valid();
        for (var i = 1; i < call.Count; i++)
        {
            var equal = Compare(call, call[0], call[i], Relation.Equal, false);
            BitMask.Or(bits, equal.Bits, bits, call.Rows);
            valid = equal.Valid is null ? valid : call.And(valid, equal);
        }

        return Vector.OfMask(call.Rows, bits, valid, call.Pool);
    }

    private static Vector Compare(KernelCall call, Vector left, Vector right, Relation relation, bool negate)
    {
        var valid = call.And(call.And(null, left), right);
        var bits = call.Pool.RentMask(call.Rows);
        switch (left.Type.Kind)
        {
            case ValueKind.Float:
                Fixed<double>(left, right, relation, bits, call.Rows);
                DropNan(call, left, ref valid);
                DropNan(call, right, ref valid);
                break;
            case ValueKind.Date:
                Fixed<int>(left, right, relation, bits, call.Rows);
                break;
            case ValueKind.Decimal:
                ByOrder(call.Rows, relation, bits, row => Decimal(left, right, row));
                break;
            case ValueKind.Text:
                ByOrder(call.Rows, relation, bits, row => left.Text(row * left.Stride).SequenceCompareTo(right.Text(row * right.Stride)));
                break;
            case ValueKind.Bool:
                ByOrder(call.Rows, relation, bits, row => Bit(left, row).CompareTo(Bit(right, row)));
                break;
            default:
                Fixed<long>(left, right, relation, bits, call.Rows);
                break;
        }

        if (negate)
        {
            BitMask.Not(bits, bits, call.Rows);
        }

        return Vector.OfMask(call.Rows, bits, valid, call.Pool);
    }

    private static bool Bit(Vector vector, int row) => BitMask.Get(vector.Bits, row * vector.Stride);

    private static int Decimal(Vector left, Vector right, int row)
    {
        var (a, b) = (left.Decimals[row * left.Stride], right.Decimals[row * right.Stride]);
        var shift = left.Type.Scale - right.Type.Scale;
        return shift switch
        {
            0 => a.CompareTo(b),
            > 0 => -CompareScaled(b, shift, a),
            _ => CompareScaled(a, -shift, b),
        };
    }

    private static int CompareScaled(Int128 value, int zeros, Int128 other)
    {
        var factor = Decimals.Power(zeros);
        return value > Int128.MaxValue / factor ? 1 : value < Int128.MinValue / factor ? -1 : (value * factor).CompareTo(other);
    }

    private static void ByOrder(int rows, Relation relation, Span<ulong> bits, Func<int, int> order)
    {
        bits[..BitMask.Words(rows)].Clear();
        for (var row = 0; row < rows; row++)
        {
            var sign = order(row);
            var holds = relation switch
            {
                Relation.Equal => sign == 0,
                Relation.Less => sign < 0,
                _ => sign <= 0,
            };
            bits[row >> 6] |= (holds ? 1UL : 0UL) << row;
        }
    }

    private static void DropNan(KernelCall call, Vector values, ref ulong[]? valid)
    {
        if (!values.MayBeNotFinite)
        {
            return;
        }

        for (var row = 0; row < call.Rows; row++)
        {
            if (double.IsNaN(values.Doubles[row * values.Stride]))
            {
                call.NoResult(ref valid, row);
            }
        }
    }

    private static void Fixed<T>(Vector left, Vector right, Relation relation, Span<ulong> bits, int rows)
        where T : unmanaged, IComparable<T>
    {
        var a = MemoryMarshal.Cast<byte, T>(left.Values.Span);
        var b = MemoryMarshal.Cast<byte, T>(right.Values.Span);
        var (leftFixed, rightFixed) = (left.IsConstant, right.IsConstant);
        var (leftAll, rightAll) = (Vector512.Create(rows > 0 ? a[0] : default), Vector512.Create(rows > 0 ? b[0] : default));
        for (var word = 0; word < rows >> 6; word++)
        {
            var result = 0UL;
            for (var k = 0; k < 64; k += Vector512<T>.Count)
            {
                var x = leftFixed ? leftAll : Vector512.Create(a[((word << 6) + k)..]);
                var y = rightFixed ? rightAll : Vector512.Create(b[((word << 6) + k)..]);
                var holds = relation switch
                {
                    Relation.Equal => Vector512.Equals(x, y),
                    Relation.Less => Vector512.LessThan(x, y),
                    _ => Vector512.LessThanOrEqual(x, y),
                };
                result |= holds.ExtractMostSignificantBits() << k;
            }

            bits[word] = result;
        }

        Tail(a, b, left.Stride, right.Stride, relation, bits, rows);
    }

    private static void Tail<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, int leftStride, int rightStride, Relation relation, Span<ulong> bits, int rows)
        where T : unmanaged, IComparable<T>
    {
        if ((rows & 63) == 0)
        {
            return;
        }

        var result = 0UL;
        for (var row = rows & ~63; row < rows; row++)
        {
            var sign = a[row * leftStride].CompareTo(b[row * rightStride]);
            var holds = relation switch
            {
                Relation.Equal => sign == 0,
                Relation.Less => sign < 0,
                _ => sign <= 0,
            };
            result |= (holds ? 1UL : 0UL) << row;
        }

        bits[rows >> 6] = result;
    }
}
