using System.Runtime.InteropServices;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>Loops that apply a function to every row; what has no result becomes null and is noted.</summary>
internal static class MapKernels
{
    public static Vector Unary<TIn, TOut, TFunction>(KernelCall call, TFunction function)
        where TIn : unmanaged
        where TOut : unmanaged
        where TFunction : struct, IUnary<TIn, TOut>
    {
        var valid = call.Valid();
        var input = MemoryMarshal.Cast<byte, TIn>(call[0].Values.Span)[..call.Rows];
        var bytes = call.Rent<TOut>();
        var output = MemoryMarshal.Cast<byte, TOut>(bytes.AsSpan())[..call.Rows];
        for (var row = 0; row < output.Length; row++)
        {
            if (!function.TryApply(input[row], out output[row]))
            {
                call.NoResult(ref valid, row);
            }
        }

        return call.Fixed(bytes, valid);
    }

    public static Vector Binary<TLeft, TRight, TOut, TFunction>(KernelCall call, TFunction function)
        where TLeft : unmanaged
        where TRight : unmanaged
        where TOut : unmanaged
        where TFunction : struct, IBinary<TLeft, TRight, TOut>
    {
        var valid = call.Valid();
        var (leftStride, rightStride) = (call[0].Stride, call[1].Stride);
        var left = MemoryMarshal.Cast<byte, TLeft>(call[0].Values.Span);
        var right = MemoryMarshal.Cast<byte, TRight>(call[1].Values.Span);
        var bytes = call.Rent<TOut>();
        var output = MemoryMarshal.Cast<byte, TOut>(bytes.AsSpan())[..call.Rows];
        for (var row = 0; row < output.Length; row++)
        {
            if (!function.TryApply(left[row * leftStride], right[row * rightStride], out output[row]))
            {
                call.NoResult(ref valid, row);
            }
        }

        return call.Fixed(bytes, valid);
    }

    /// <summary>A truth value from each value of one column.</summary>
    public static Vector Predicate<TIn, TFunction>(KernelCall call, TFunction function)
        where TIn : unmanaged
        where TFunction : struct, IUnary<TIn, bool>
    {
        var valid = call.Valid();
        var input = MemoryMarshal.Cast<byte, TIn>(call[0].Values.Span)[..call.Rows];
        var bits = call.Pool.RentEmptyMask(call.Rows);
        for (var row = 0; row < input.Length; row++)
        {
            if (!function.TryApply(input[row], out var holds))
            {
                call.NoResult(ref valid, row);
            }
            else if (holds)
            {
                BitMask.Set(bits, row);
            }
        }

        return Vector.OfMask(call.Rows, bits, valid, call.Pool);
    }
}
