using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace.Features.Hashing;

/// <summary>
/// SHA-256 (FIPS 180-4) of many short messages side by side, one in each vector element: a message that ends gives its element to the next. The digests are
/// summed as they come. For one thread at a time.
/// </summary>
/// <typeparam name="TLanes">The vector operations.</typeparam>
internal sealed class LaneSha256<TLanes>
    where TLanes : unmanaged, IShaLanes<TLanes>
{
    private static readonly uint[] Initial =
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    private static readonly uint[] Constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private readonly uint[] _state = new uint[8 * TLanes.Count];
    private readonly int[] _blocks = new int[TLanes.Count];
    private readonly int[] _blocksLeft = new int[TLanes.Count];

    /// <summary>Adds the digests of messages to eight sums, one for each 32-bit word of a digest.</summary>
    /// <param name="data">Memory that holds the messages, each padded in place.</param>
    /// <param name="starts">Where each message begins.</param>
    /// <param name="lengths">Length of each message in bytes, without padding.</param>
    /// <param name="sums">Eight sums; word 0 is the most significant of the digest.</param>
    public void AddDigests(ReadOnlySpan<byte> data, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths, Span<ulong> sums)
    {
        Span<TLanes> words = stackalloc TLanes[16];
        var next = AddEqualLengths(data, starts, lengths, words, sums);
        var active = 0;
        for (var l = 0; l < TLanes.Count; l++)
        {
            // A lane without a message computes over some block again; its result is never read.
            _blocks[l] = starts.IsEmpty ? 0 : starts[0];
            _blocksLeft[l] = 0;
            active += Assign(l, ref next, starts, lengths) ? 1 : 0;
        }

        while (active > 0)
        {
            TLanes.LoadBlocks(data, _blocks, words);
            Compress(words, _state);
            for (var l = 0; l < TLanes.Count; l++)
            {
                if (_blocksLeft[l] == 0)
                {
                    continue;
                }

                if (--_blocksLeft[l] > 0)
                {
                    _blocks[l] += Sha256Padding.BlockBytes;
                    continue;
                }

                AddState(l, sums);
                active -= Assign(l, ref next, starts, lengths) ? 0 : 1;
            }
        }
    }

    /// <summary>Full sets of messages with the same number of blocks, from the first one on: no element waits for another. Gives how many messages that were.</summary>
    private int AddEqualLengths(ReadOnlySpan<byte> data, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths, Span<TLanes> words, Span<ulong> sums)
    {
        var next = 0;
        for (; next + TLanes.Count <= starts.Length; next += TLanes.Count)
        {
            var slot = Sha256Padding.SlotLength(lengths[next]);
            for (var l = 1; l < TLanes.Count; l++)
            {
                if (Sha256Padding.SlotLength(lengths[next + l]) != slot)
                {
                    return next;
                }
            }

            for (var i = 0; i < 8; i++)
            {
                TLanes.Store(TLanes.Splat(Initial[i]), _state.AsSpan(i * TLanes.Count, TLanes.Count));
            }

            starts.Slice(next, TLanes.Count).CopyTo(_blocks);
            for (var done = 0L; done < slot; done += Sha256Padding.BlockBytes)
            {
                TLanes.LoadBlocks(data, _blocks, words);
                Compress(words, _state);
                for (var l = 0; l < TLanes.Count; l++)
                {
                    _blocks[l] += Sha256Padding.BlockBytes;
                }
            }

            for (var i = 0; i < 8; i++)
            {
                sums[i] += TLanes.Sum(Lane(_state, i));
            }
        }

        return next;
    }

    /// <summary>One block of each lane. Compiled in full at its first call: until then every vector operation would be a call of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Span<TLanes> words, uint[] states)
    {
        ref var word = ref MemoryMarshal.GetReference(words);
        ref var constant = ref MemoryMarshal.GetArrayDataReference(Constants);
        var (a, b, c, d) = (Lane(states, 0), Lane(states, 1), Lane(states, 2), Lane(states, 3));
        var (e, f, g, h) = (Lane(states, 4), Lane(states, 5), Lane(states, 6), Lane(states, 7));
        for (var t = 0; t < 64; t += 8)
        {
            TLanes first;
            if (t >= 16)
            {
                Extend(ref word, t);
            }

            // Eight rounds written out: the working variables change places by name instead of being moved.
            first = First(e, f, g, h, Unsafe.Add(ref constant, t), Unsafe.Add(ref word, (t & 15)));
            d = TLanes.Add(d, first);
            h = TLanes.Add(first, Second(a, b, c));
            first = First(d, e, f, g, Unsafe.Add(ref constant, t + 1), Unsafe.Add(ref word, (t & 15) + 1));
            c = TLanes.Add(c, first);
            g = TLanes.Add(first, Second(h, a, b));
            first = First(c, d, e, f, Unsafe.Add(ref constant, t + 2), Unsafe.Add(ref word, (t & 15) + 2));
            b = TLanes.Add(b, first);
            f = TLanes.Add(first, Second(g, h, a));
            first = First(b, c, d, e, Unsafe.Add(ref constant, t + 3), Unsafe.Add(ref word, (t & 15) + 3));
            a = TLanes.Add(a, first);
            e = TLanes.Add(first, Second(f, g, h));
            first = First(a, b, c, d, Unsafe.Add(ref constant, t + 4), Unsafe.Add(ref word, (t & 15) + 4));
            h = TLanes.Add(h, first);
            d = TLanes.Add(first, Second(e, f, g));
            first = First(h, a, b, c, Unsafe.Add(ref constant, t + 5), Unsafe.Add(ref word, (t & 15) + 5));
            g = TLanes.Add(g, first);
            c = TLanes.Add(first, Second(d, e, f));
            first = First(g, h, a, b, Unsafe.Add(ref constant, t + 6), Unsafe.Add(ref word, (t & 15) + 6));
            f = TLanes.Add(f, first);
            b = TLanes.Add(first, Second(c, d, e));
            first = First(f, g, h, a, Unsafe.Add(ref constant, t + 7), Unsafe.Add(ref word, (t & 15) + 7));
            e = TLanes.Add(e, first);
            a = TLanes.Add(first, Second(b, c, d));
        }

        AddTo(states, 0, a);
        AddTo(states, 1, b);
        AddTo(states, 2, c);
        AddTo(states, 3, d);
        AddTo(states, 4, e);
        AddTo(states, 5, f);
        AddTo(states, 6, g);
        AddTo(states, 7, h);
    }

    /// <summary>The next eight words of the message schedule, in place of the eight oldest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref TLanes words, int t)
    {
        for (var i = t; i < t + 8; i++)
        {
            ref var word = ref Unsafe.Add(ref words, i & 15);
            word = TLanes.Add(
                TLanes.Add(word, TLanes.SmallSigma0(Unsafe.Add(ref words, (i + 1) & 15))),
                TLanes.Add(Unsafe.Add(ref words, (i + 9) & 15), TLanes.SmallSigma1(Unsafe.Add(ref words, (i + 14) & 15))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes First(TLanes e, TLanes f, TLanes g, TLanes h, uint constant, TLanes word) => TLanes.Add(
        TLanes.Add(TLanes.Add(h, TLanes.Add(TLanes.Splat(constant), word)), TLanes.Choose(e, f, g)), TLanes.BigSigma1(e));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Second(TLanes a, TLanes b, TLanes c) => TLanes.Add(TLanes.BigSigma0(a), TLanes.Majority(a, b, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(uint[] states, int index, TLanes value) =>
        TLanes.Store(TLanes.Add(value, Lane(states, index)), states.AsSpan(index * TLanes.Count, TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Lane(uint[] states, int index) => TLanes.Load(states.AsSpan(index * TLanes.Count, TLanes.Count));

    private bool Assign(int lane, ref int next, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        if (next == starts.Length)
        {
            return false;
        }

        for (var i = 0; i < 8; i++)
        {
            _state[(i * TLanes.Count) + lane] = Initial[i];
        }

        _blocks[lane] = starts[next];
        _blocksLeft[lane] = (int)(Sha256Padding.SlotLength(lengths[next]) / Sha256Padding.BlockBytes);
        next++;
        return true;
    }

    private void AddState(int lane, Span<ulong> sums)
    {
        for (var i = 0; i < 8; i++)
        {
            sums[i] += _state[(i * TLanes.Count) + lane];
        }
    }
}
