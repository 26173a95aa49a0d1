using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <content>Steps of recurrent layers, one sample at a time: vectors run along the units.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CellForward(CellKind kind, in CellStep step)
    {
        nint at = 0;
        for (; at + TSimd.Count <= step.Units; at += TSimd.Count)
        {
            Forward<TVector, TSimd>(kind, step, at);
        }

        for (; at < step.Units; at++)
        {
            Forward<float, SimdScalar>(kind, step, at);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CellBackward(CellKind kind, in CellStep step)
    {
        nint at = 0;
        for (; at + TSimd.Count <= step.Units; at += TSimd.Count)
        {
            Backward<TVector, TSimd>(kind, step, at);
        }

        for (; at < step.Units; at++)
        {
            Backward<float, SimdScalar>(kind, step, at);
        }
    }

    private static void Forward<TV, TS>(CellKind kind, in CellStep s, nint at)
        where TV : struct
        where TS : ISimd<TV>
    {
        float* a = s.Gates + at, u = s.Recurrent + at;
        nint h = s.Units;
        switch (kind)
        {
            case CellKind.Rnn:
                TS.Store(s.After + at, VectorMath<TV, TS>.Tanh(TS.Add(TS.Load(a), TS.Load(u))));
                break;
            case CellKind.Lstm:
                var i = VectorMath<TV, TS>.Sigmoid(TS.Add(TS.Load(a), TS.Load(u)));
                var f = VectorMath<TV, TS>.Sigmoid(TS.Add(TS.Load(a + h), TS.Load(u + h)));
                var g = VectorMath<TV, TS>.Tanh(TS.Add(TS.Load(a + (2 * h)), TS.Load(u + (2 * h))));
                var o = VectorMath<TV, TS>.Sigmoid(TS.Add(TS.Load(a + (3 * h)), TS.Load(u + (3 * h))));
                var cell = TS.Fma(f, TS.Load(s.CellBefore + at), TS.Multiply(i, g));
                TS.Store(a, i);
                TS.Store(a + h, f);
                TS.Store(a + (2 * h), g);
                TS.Store(a + (3 * h), o);
                TS.Store(s.CellAfter + at, cell);
                TS.Store(s.After + at, TS.Multiply(o, VectorMath<TV, TS>.Tanh(cell)));
                break;
            default:
                var r = VectorMath<TV, TS>.Sigmoid(TS.Add(TS.Load(a), TS.Load(u)));
                var z = VectorMath<TV, TS>.Sigmoid(TS.Add(TS.Load(a + h), TS.Load(u + h)));
                var share = TS.Load(u + (2 * h));
                var n = VectorMath<TV, TS>.Tanh(TS.Fma(r, share, TS.Load(a + (2 * h))));
                TS.Store(a, r);
                TS.Store(a + h, z);
                TS.Store(a + (2 * h), n);
                TS.Store(s.CellAfter + at, share);
                TS.Store(s.After + at, TS.Fma(z, TS.Subtract(TS.Load(s.Before + at), n), n));
                break;
        }
    }

    private static void Backward<TV, TS>(CellKind kind, in CellStep s, nint at)
        where TV : struct
        where TS : ISimd<TV>
    {
        switch (kind)
        {
            case CellKind.Rnn:
                var after = TS.Load(s.After + at);
                var slope = TS.Subtract(TS.Broadcast(1f), TS.Multiply(after, after));
                TS.Store(s.GateGradient + at, TS.Multiply(TS.Load(s.StateGradient + at), slope));
                TS.Store(s.Direct + at, TS.Zero);
                break;
            case CellKind.Lstm:
                LstmBackward<TV, TS>(s, at);
                break;
            default:
                GruBackward<TV, TS>(s, at);
                break;
        }
    }

    private static void LstmBackward<TV, TS>(in CellStep s, nint at)
        where TV : struct
        where TS : ISimd<TV>
    {
        nint h = s.Units;
        float* gates = s.Gates + at, target = s.GateGradient + at;
        TV i = TS.Load(gates), f = TS.Load(gates + h), g = TS.Load(gates + (2 * h)), o = TS.Load(gates + (3 * h));
        var one = TS.Broadcast(1f);
        var squashed = VectorMath<TV, TS>.Tanh(TS.Load(s.CellAfter + at));
        var dh = TS.Load(s.StateGradient + at);
        var through = TS.Multiply(TS.Multiply(dh, o), TS.Subtract(one, TS.Multiply(squashed, squashed)));
        var dc = TS.Add(TS.Load(s.CellGradient + at), through);
        TS.Store(target, TS.Multiply(TS.Multiply(dc, g), TS.Multiply(i, TS.Subtract(one, i))));
        TS.Store(target + h, TS.Multiply(TS.Multiply(dc, TS.Load(s.CellBefore + at)), TS.Multiply(f, TS.Subtract(one, f))));
        TS.Store(target + (2 * h), TS.Multiply(TS.Multiply(dc, i), TS.Subtract(one, TS.Multiply(g, g))));
        TS.Store(target + (3 * h), TS.Multiply(TS.Multiply(dh, squashed), TS.Multiply(o, TS.Subtract(one, o))));
        TS.Store(s.CellGradient + at, TS.Multiply(dc, f));
        TS.Store(s.Direct + at, TS.Zero);
    }

    private static void GruBackward<TV, TS>(in CellStep s, nint at)
        where TV : struct
        where TS : ISimd<TV>
    {
        nint h = s.Units;
        float* gates = s.Gates + at, input = s.GateGradient + at, state = s.RecurrentGradient + at;
        TV r = TS.Load(gates), z = TS.Load(gates + h), n = TS.Load(gates + (2 * h)), dh = TS.Load(s.StateGradient + at);
        var one = TS.Broadcast(1f);
        var dn = TS.Multiply(TS.Multiply(dh, TS.Subtract(one, z)), TS.Subtract(one, TS.Multiply(n, n)));
        var dr = TS.Multiply(TS.Multiply(dn, TS.Load(s.CellAfter + at)), TS.Multiply(r, TS.Subtract(one, r)));
        var dz = TS.Multiply(TS.Multiply(dh, TS.Subtract(TS.Load(s.Before + at), n)), TS.Multiply(z, TS.Subtract(one, z)));
        TS.Store(input, dr);
        TS.Store(input + h, dz);
        TS.Store(input + (2 * h), dn);
        TS.Store(state, dr);
        TS.Store(state + h, dz);
        TS.Store(state + (2 * h), TS.Multiply(dn, r));
        TS.Store(s.Direct + at, TS.Multiply(dh, z));
    }
}
