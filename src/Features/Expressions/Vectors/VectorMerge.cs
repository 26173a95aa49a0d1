namespace Millrace.Features.Expressions.Vectors;

/// <summary>Changes some rows of a column, leaving the column itself as it was.</summary>
internal static class VectorMerge
{
    /// <summary>The old column with the rows of a mask taken from another of the same type.</summary>
    public static Vector Merge(Vector old, Vector replacement, ulong[] mask, ScratchPool pool)
    {
        var rows = old.Length;
        var valid = MergeValid(old, replacement, mask, pool);
        switch (old.Type.Kind)
        {
            case ValueKind.Text:
                return MergeText(old, replacement, mask, valid, pool);
            case ValueKind.Bool:
                var bits = pool.RentMask(rows);
                old.Bits.CopyTo(bits);
                for (var row = BitMask.Next(mask, 0, rows); row < rows; row = BitMask.Next(mask, row + 1, rows))
                {
                    var bit = BitMask.Get(replacement.Bits, row * replacement.Stride) ? 1UL : 0UL;
                    bits[row >> 6] = (bits[row >> 6] & ~(1UL << row)) | (bit << row);
                }

                return Vector.OfMask(rows, bits, valid, pool);
            default:
                var width = old.Type.Width;
                var bytes = pool.Rent((long)rows * width);
                old.Values.Span[..(rows * width)].CopyTo(bytes);
                var source = replacement.Values.Span;
                for (var row = BitMask.Next(mask, 0, rows); row < rows; row = BitMask.Next(mask, row + 1, rows))
                {
                    source.Slice(row * replacement.Stride * width, width).CopyTo(bytes.AsSpan(row * width));
                }

                return Vector.Fixed(old.Type, rows, bytes, valid, old.MayBeNotFinite || replacement.MayBeNotFinite);
        }
    }

    /// <summary>The column with the rows of a mask null.</summary>
    public static Vector SetNull(Vector column, ulong[] mask, ScratchPool pool)
    {
        var valid = pool.RentMask(column.Length);
        if (column.Valid is null)
        {
            BitMask.Not(mask, valid, column.Length);
        }
        else
        {
            BitMask.AndNot(column.Valid, mask, valid, column.Length);
        }

        return column.With(valid);
    }

    /// <summary>Rows of a mask whose value differs between two columns of the same type.</summary>
    public static ulong[] Changed(Vector before, Vector after, ulong[] mask, ScratchPool pool)
    {
        var rows = before.Length;
        var changed = pool.RentEmptyMask(rows);
        for (var row = BitMask.Next(mask, 0, rows); row < rows; row = BitMask.Next(mask, row + 1, rows))
        {
            if (!SameValue(before, after, row))
            {
                BitMask.Set(changed, row);
            }
        }

        return changed;
    }

    private static bool SameValue(Vector before, Vector after, int row)
    {
        if (before.IsValid(row) != after.IsValid(row) || !before.IsValid(row))
        {
            return before.IsValid(row) == after.IsValid(row);
        }

        var width = before.Type.Width;
        return before.Type.Kind switch
        {
            ValueKind.Text => before.Text(row).SequenceEqual(after.Text(row)),
            ValueKind.Bool => BitMask.Get(before.Bits, row) == BitMask.Get(after.Bits, row),
            _ => before.Values.Span.Slice(row * width, width).SequenceEqual(after.Values.Span.Slice(row * width, width)),
        };
    }

    private static ulong[]? MergeValid(Vector old, Vector replacement, ulong[] mask, ScratchPool pool)
    {
        if (old.Valid is null && replacement.Valid is null)
        {
            return null;
        }

        var rows = old.Length;
        var valid = pool.RentMask(rows);
        if (old.Valid is null)
        {
            BitMask.Fill(valid, rows);
        }
        else
        {
            old.Valid.AsSpan(0, BitMask.Words(rows)).CopyTo(valid);
        }

        for (var row = BitMask.Next(mask, 0, rows); row < rows; row = BitMask.Next(mask, row + 1, rows))
        {
            if (replacement.IsValid(row * replacement.Stride))
            {
                BitMask.Set(valid, row);
            }
            else
            {
                BitMask.Clear(valid, row);
            }
        }

        return valid;
    }

    private static Vector MergeText(Vector old, Vector replacement, ulong[] mask, ulong[]? valid, ScratchPool pool)
    {
        var builder = new TextColumnBuilder(pool, old.Length, old.Bytes.Length);
        for (var row = 0; row < old.Length; row++)
        {
            if (valid is null || BitMask.Get(valid, row))
            {
                builder.Append(BitMask.Get(mask, row) ? replacement.Text(row * replacement.Stride) : old.Text(row));
            }

            builder.EndRow();
        }

        return builder.Build(valid);
    }
}
