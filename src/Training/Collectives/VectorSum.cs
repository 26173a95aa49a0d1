using System.Numerics;
using System.Runtime.CompilerServices;

namespace Millrace.Training.Collectives;

/// <summary>Element-wise sums; each element is one addition, so vector width does not show in the bytes.</summary>
internal static unsafe class VectorSum
{
    /// <summary>to[i] += from[i].</summary>
    public static void Add<T>(T* to, T* from, long count)
        where T : unmanaged, INumber<T>
    {
        long i = 0;
        for (; i <= count - (4 * Vector<T>.Count); i += 4 * Vector<T>.Count)
        {
            var a = Load(to + i) + Load(from + i);
            var b = Load(to + i + Vector<T>.Count) + Load(from + i + Vector<T>.Count);
            var c = Load(to + i + (2 * Vector<T>.Count)) + Load(from + i + (2 * Vector<T>.Count));
            var d = Load(to + i + (3 * Vector<T>.Count)) + Load(from + i + (3 * Vector<T>.Count));
            Store(to + i, a);
            Store(to + i + Vector<T>.Count, b);
            Store(to + i + (2 * Vector<T>.Count), c);
            Store(to + i + (3 * Vector<T>.Count), d);
        }

        for (; i < count; i++)
        {
            to[i] += from[i];
        }
    }

    /// <summary>a[i] = b[i] = a[i] + b[i].</summary>
    public static void AddBoth<T>(T* a, T* b, long count)
        where T : unmanaged, INumber<T>
    {
        long i = 0;
        for (; i <= count - (2 * Vector<T>.Count); i += 2 * Vector<T>.Count)
        {
            var first = Load(a + i) + Load(b + i);
            var second = Load(a + i + Vector<T>.Count) + Load(b + i + Vector<T>.Count);
            Store(a + i, first);
            Store(a + i + Vector<T>.Count, second);
            Store(b + i, first);
            Store(b + i + Vector<T>.Count, second);
        }

        for (; i < count; i++)
        {
            a[i] = b[i] = a[i] + b[i];
        }
    }

    /// <summary>to[i] = a[i] + b[i].</summary>
    public static void Sum<T>(T* to, T* a, T* b, long count)
        where T : unmanaged, INumber<T>
    {
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Store(to + i, Load(a + i) + Load(b + i));
        }

        for (; i < count; i++)
        {
            to[i] = a[i] + b[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(T* at)
        where T : unmanaged => Unsafe.ReadUnaligned<Vector<T>>(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* at, Vector<T> value)
        where T : unmanaged => Unsafe.WriteUnaligned(at, value);
}
