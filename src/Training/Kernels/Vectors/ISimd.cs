namespace Millrace.Training.Kernels.Vectors;

/// <summary>
/// The operations that kernels are written in, once for every vector width. Each is correctly rounded or bit-wise, so the
/// bytes do not depend on the width. Masks are vectors of all ones or all zeros.
/// </summary>
/// <typeparam name="TVector">A vector of float32, or one float32.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Elements of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>All +0.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Count"/> elements; no alignment needed.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes <see cref="Count"/> elements; no alignment needed.</summary>
    static abstract void Store(float* target, TVector value);

    /// <summary>All elements <paramref name="value"/>.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>All elements with the bits of <paramref name="value"/>.</summary>
    static abstract TVector BroadcastBits(int value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a × b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a ÷ b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a × b + c, rounded once.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);

    /// <summary>√a.</summary>
    static abstract TVector Sqrt(TVector a);

    /// <summary>Mask of a &gt; b; false where one is NaN.</summary>
    static abstract TVector Greater(TVector a, TVector b);

    /// <summary>Mask of a = b; false where one is NaN.</summary>
    static abstract TVector Same(TVector a, TVector b);

    /// <summary>Elements of <paramref name="yes"/> where the mask is set, else of <paramref name="no"/>.</summary>
    static abstract TVector Select(TVector mask, TVector yes, TVector no);

    /// <summary>Bits of a and b.</summary>
    static abstract TVector And(TVector a, TVector b);

    /// <summary>Bits of a or b.</summary>
    static abstract TVector Or(TVector a, TVector b);

    /// <summary>Bits of a, exclusive or b.</summary>
    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>Sum of the elements as int32, wrapping.</summary>
    static abstract TVector AddBits(TVector a, TVector b);

    /// <summary>The elements as int32, shifted left.</summary>
    static abstract TVector ShiftLeft(TVector a, int bits);

    /// <summary>The elements as uint32, shifted right.</summary>
    static abstract TVector ShiftRight(TVector a, int bits);

    /// <summary>The elements as int32, each made the nearest float32 (exact below 2^24).</summary>
    static abstract TVector ToFloat(TVector integers);
}
