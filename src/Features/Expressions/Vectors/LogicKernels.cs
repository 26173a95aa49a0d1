namespace Millrace.Features.Expressions.Vectors;

/// <summary>Three-valued logic over bit masks.</summary>
internal static class LogicKernels
{
    public static Vector And(KernelCall call) => Combine(call, isAnd: true);

    public static Vector Or(KernelCall call) => Combine(call, isAnd: false);

    public static Vector Not(KernelCall call)
    {
        var bits = call.Pool.RentMask(call.Rows);
        BitMask.Not(call[0].Bits, bits, call.Rows);
        return Vector.OfMask(call.Rows, bits, call.Valid(), call.Pool);
    }

    public static Vector IsNull(KernelCall call)
    {
        var bits = call.Pool.RentEmptyMask(call.Rows);
        if (call[0].Valid is { } valid)
        {
            BitMask.Not(valid, bits, call.Rows);
        }

        return Vector.OfMask(call.Rows, bits, null, call.Pool);
    }

    private static Vector Combine(KernelCall call, bool isAnd)
    {
        var (left, right) = (call[0], call[1]);
        var bits = call.Pool.RentMask(call.Rows);
        var valid = call.Pool.RentMask(call.Rows);
        for (var word = 0; word < BitMask.Words(call.Rows); word++)
        {
            var (leftTrue, leftFalse) = Sides(left, word);
            var (rightTrue, rightFalse) = Sides(right, word);
            var isTrue = isAnd ? leftTrue & rightTrue : leftTrue | rightTrue;
            var isFalse = isAnd ? leftFalse | rightFalse : leftFalse & rightFalse;
            bits[word] = isTrue;
            valid[word] = isTrue | isFalse;
        }

        BitMask.Trim(bits, call.Rows);
        BitMask.Trim(valid, call.Rows);
        return Vector.OfMask(call.Rows, bits, BitMask.Count(valid, call.Rows) == call.Rows ? null : valid, call.Pool);
    }

    private static (ulong True, ulong False) Sides(Vector vector, int word)
    {
        if (vector.IsConstant)
        {
            return !vector.IsValid(0) ? (0, 0) : BitMask.Get(vector.Bits, 0) ? (ulong.MaxValue, 0) : (0, ulong.MaxValue);
        }

        var known = vector.Valid is null ? ulong.MaxValue : vector.Valid[word];
        return (vector.Bits[word] & known, ~vector.Bits[word] & known);
    }
}
