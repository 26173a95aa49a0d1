using System.Runtime.InteropServices;
using Millrace.Features.Contracts;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>Loops over text columns.</summary>
internal static class TextKernels
{
    /// <summary>Truth of one text.</summary>
    public delegate bool TextTest(ReadOnlySpan<byte> value);

    /// <summary>Truth of two texts.</summary>
    public delegate bool TextPairTest(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    /// <summary>Text from text, written at the end of the builder's row.</summary>
    public delegate void TextChange(ReadOnlySpan<byte> value, TextColumnBuilder output);

    public static Vector Predicate(KernelCall call, TextTest test)
    {
        var bits = call.Pool.RentEmptyMask(call.Rows);
        var text = call[0];
        for (var row = 0; row < call.Rows; row++)
        {
            if (text.IsValid(row) && test(text.Text(row)))
            {
                BitMask.Set(bits, row);
            }
        }

        return Vector.OfMask(call.Rows, bits, call.Valid(), call.Pool);
    }

    public static Vector PairPredicate(KernelCall call, TextPairTest test)
    {
        var bits = call.Pool.RentEmptyMask(call.Rows);
        var valid = call.Valid();
        for (var row = 0; row < call.Rows; row++)
        {
            if ((valid is null || BitMask.Get(valid, row)) && test(call[0].Text(row * call[0].Stride), call[1].Text(row * call[1].Stride)))
            {
                BitMask.Set(bits, row);
            }
        }

        return Vector.OfMask(call.Rows, bits, valid, call.Pool);
    }

    public static Vector Number(KernelCall call, Func<Vector, int, long> number)
    {
        var bytes = call.Rent<long>();
        var output = MemoryMarshal.Cast<byte, long>(bytes.AsSpan());
        for (var row = 0; row < call.Rows; row++)
        {
            output[row] = call[0].IsValid(row) ? number(call[0], row) : 0;
        }

        return call.Fixed(bytes, call.Valid());
    }

    public static Vector Change(KernelCall call, TextChange change)
    {
        var text = call[0];
        var builder = new TextColumnBuilder(call.Pool, call.Rows, text.Bytes.Length);
        for (var row = 0; row < call.Rows; row++)
        {
            if (text.IsValid(row))
            {
                change(text.Text(row), builder);
            }

            builder.EndRow();
        }

        return builder.Build(call.Valid());
    }

    /// <summary>Text from all arguments of a row.</summary>
    public static Vector Join(KernelCall call, Action<KernelCall, int, TextColumnBuilder> write)
    {
        var builder = new TextColumnBuilder(call.Pool, call.Rows, call.Rows * 16L);
        var valid = call.Valid();
        for (var row = 0; row < call.Rows; row++)
        {
            if (valid is null || BitMask.Get(valid, row))
            {
                write(call, row, builder);
            }

            builder.EndRow();
        }

        return builder.Build(valid);
    }

    /// <summary>A fixed-width value read from text; what cannot be read has no result.</summary>
    public static Vector Parse<T>(KernelCall call, TextParser<T> parser)
        where T : unmanaged
    {
        var valid = call.Valid();
        var bytes = call.Rent<T>();
        var output = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (var row = 0; row < call.Rows; row++)
        {
            output[row] = default;
            if (call[0].IsValid(row) && parser(call[0].Text(row), out output[row]) != FaultKind.None)
            {
                call.NoResult(ref valid, row);
            }
        }

        return call.Fixed(bytes, valid);
    }
}
