using System.Runtime.InteropServices;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>Gathers values by index into scratch memory.</summary>
internal static class VectorTake
{
    /// <summary>Value i of the result is value <c>indices[i]</c> of the source; −1 where <paramref name="valid"/> has no bit.</summary>
    public static Vector Take(Vector source, ReadOnlySpan<int> indices, ulong[] valid, ScratchPool pool)
    {
        if (source.Type.Kind == ValueKind.Text)
        {
            return Text(source, indices, valid, pool);
        }

        var width = source.Type.Width;
        var bytes = pool.Rent((long)indices.Length * width);
        var values = source.Values.Span;
        for (var i = 0; i < indices.Length; i++)
        {
            var target = bytes.AsSpan(i * width, width);
            if (indices[i] < 0)
            {
                target.Clear();
            }
            else
            {
                values.Slice(indices[i] * width, width).CopyTo(target);
            }
        }

        return Vector.Fixed(source.Type, indices.Length, bytes, valid, source.MayBeNotFinite);
    }

    private static Vector Text(Vector source, ReadOnlySpan<int> indices, ulong[] valid, ScratchPool pool)
    {
        var offsetBytes = pool.Rent((indices.Length + 1) * 4L);
        var offsets = MemoryMarshal.Cast<byte, int>(offsetBytes.AsSpan());
        offsets[0] = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            offsets[i + 1] = checked(offsets[i] + (indices[i] < 0 ? 0 : source.Text(indices[i]).Length));
        }

        var text = pool.Rent(offsets[indices.Length]);
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] >= 0)
            {
                source.Text(indices[i]).CopyTo(text.AsSpan(offsets[i]));
            }
        }

        return Vector.OfText(indices.Length, offsetBytes, text, valid);
    }
}
