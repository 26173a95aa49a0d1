using System.Runtime.InteropServices;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>Picks, row by row, a value from one of several columns of one type.</summary>
internal static class SelectKernels
{
    /// <summary>if(condition, then, otherwise): null where the condition is unknown.</summary>
    public static Vector If(KernelCall call)
    {
        var condition = call[0];
        var choice = new int[call.Rows];
        for (var row = 0; row < call.Rows; row++)
        {
            var at = row * condition.Stride;
            choice[row] = !condition.IsValid(at) ? -1 : BitMask.Get(condition.Bits, at) ? 1 : 2;
        }

        return Select(call, choice);
    }

    /// <summary>The first argument that is not null.</summary>
    public static Vector Coalesce(KernelCall call)
    {
        var choice = new int[call.Rows];
        for (var row = 0; row < call.Rows; row++)
        {
            choice[row] = -1;
            for (var i = 0; i < call.Count && choice[row] < 0; i++)
            {
                choice[row] = call[i].IsValid(row * call[i].Stride) ? i : -1;
            }
        }

        return Select(call, choice);
    }

    private static Vector Select(KernelCall call, int[] choice)
    {
        var valid = call.Pool.RentEmptyMask(call.Rows);
        for (var row = 0; row < choice.Length; row++)
        {
            if (choice[row] >= 0 && call[choice[row]].IsValid(row * call[choice[row]].Stride))
            {
                BitMask.Set(valid, row);
            }
            else
            {
                choice[row] = -1;
            }
        }

        return call.Type.Kind switch
        {
            ValueKind.Text => Text(call, choice, valid),
            ValueKind.Bool => Bool(call, choice, valid),
            ValueKind.Date => Fixed<int>(call, choice, valid),
            ValueKind.Decimal => Fixed<Int128>(call, choice, valid),
            _ => Fixed<long>(call, choice, valid),
        };
    }

    private static Vector Fixed<T>(KernelCall call, int[] choice, ulong[] valid)
        where T : unmanaged
    {
        var bytes = call.Rent<T>();
        var output = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        var mayBeNotFinite = false;
        for (var row = 0; row < choice.Length; row++)
        {
            output[row] = choice[row] < 0
                ? default
                : MemoryMarshal.Cast<byte, T>(call[choice[row]].Values.Span)[row * call[choice[row]].Stride];
        }

        for (var i = 0; i < call.Count; i++)
        {
            mayBeNotFinite |= call[i].MayBeNotFinite;
        }

        return Vector.Fixed(call.Type, call.Rows, bytes, valid, mayBeNotFinite);
    }

    private static Vector Bool(KernelCall call, int[] choice, ulong[] valid)
    {
        var bits = call.Pool.RentEmptyMask(call.Rows);
        for (var row = 0; row < choice.Length; row++)
        {
            if (choice[row] >= 0 && BitMask.Get(call[choice[row]].Bits, row * call[choice[row]].Stride))
            {
                BitMask.Set(bits, row);
            }
        }

        return Vector.OfMask(call.Rows, bits, valid, call.Pool);
    }

    private static Vector Text(KernelCall call, int[] choice, ulong[] valid)
    {
        var builder = new TextColumnBuilder(call.Pool, call.Rows, call.Rows * 16L);
        for (var row = 0; row < choice.Length; row++)
        {
            if (choice[row] >= 0)
            {
                builder.Append(call[choice[row]].Text(row * call[choice[row]].Stride));
            }

            builder.EndRow();
        }

        return builder.Build(valid);
    }
}
