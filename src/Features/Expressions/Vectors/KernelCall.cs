using System.Runtime.InteropServices;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>One run of a kernel: arguments, type of the result, rows. A call on constants runs over one row.</summary>
internal readonly struct KernelCall(EvaluationContext context, Vector[] arguments, ValueType type, bool isConstant)
{
    public EvaluationContext Context => context;

    public ScratchPool Pool => context.Pool;

    public ValueType Type => type;

    public int Rows => isConstant ? 1 : context.Rows;

    public int Count => arguments.Length;

    public Vector this[int index] => arguments[index];

    /// <summary>The call without its first argument, which was used up when it was bound.</summary>
    public KernelCall WithoutFirst() => new(context, arguments[1..], type, isConstant);

    /// <summary>Rows where every argument has a value; null for all rows. The mask may be changed.</summary>
    public ulong[]? Valid()
    {
        ulong[]? valid = null;
        foreach (var argument in arguments)
        {
            valid = And(valid, argument);
        }

        return valid;
    }

    /// <summary>Takes the rows without a value of one more argument out of a mask.</summary>
    public ulong[]? And(ulong[]? valid, Vector argument)
    {
        if (argument.Valid is null)
        {
            return valid;
        }

        var fresh = valid is null;
        valid ??= Pool.RentMask(Rows);
        if (fresh)
        {
            BitMask.Fill(valid, Rows);
        }

        if (!argument.IsConstant)
        {
            BitMask.And(valid, argument.Valid, valid, Rows);
        }
        else if (!argument.IsValid(0))
        {
            valid.AsSpan(0, BitMask.Words(Rows)).Clear();
        }

        return valid;
    }

    /// <summary>Room for one fixed-width value a row.</summary>
    public byte[] Rent<T>()
        where T : unmanaged => Pool.Rent((long)Rows * Marshal.SizeOf<T>());

    /// <summary>Makes a row null because the function has no result for it.</summary>
    public void NoResult(ref ulong[]? valid, int row)
    {
        if (valid is null)
        {
            valid = Pool.RentMask(Rows);
            BitMask.Fill(valid, Rows);
        }

        if (!BitMask.Get(valid, row))
        {
            return;
        }

        BitMask.Clear(valid, row);
        if (isConstant)
        {
            context.MarkAllNoResult();
        }
        else
        {
            context.MarkNoResult(row);
        }
    }

    /// <summary>The result from fixed-width values.</summary>
    public Vector Fixed(byte[] values, ulong[]? valid) => Vector.Fixed(type, Rows, values, valid);
}
