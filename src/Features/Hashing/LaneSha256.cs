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
        var next = 0;
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

    private static void Compress(Span<TLanes> words, uint[] states)
    {
        var n = TLanes.Count;
        var (a, b, c, d) = (Lane(states, 0), Lane(states, 1), Lane(states, 2), Lane(states, 3));
        var (e, f, g, h) = (Lane(states, 4), Lane(states, 5), Lane(states, 6), Lane(states, 7));
        for (var t = 0; t < 64; t++)
        {
            ref var word = ref words[t & 15];
            if (t >= 16)
            {
                word = TLanes.Add(
                    TLanes.Add(word, TLanes.SmallSigma0(words[(t + 1) & 15])),
                    TLanes.Add(words[(t + 9) & 15], TLanes.SmallSigma1(words[(t + 14) & 15])));
            }

            var first = TLanes.Add(
                TLanes.Add(h, TLanes.BigSigma1(e)),
                TLanes.Add(TLanes.Choose(e, f, g), TLanes.Add(TLanes.Splat(Constants[t]), word)));
            var second = TLanes.Add(TLanes.BigSigma0(a), TLanes.Majority(a, b, c));
            (h, g, f, e) = (g, f, e, TLanes.Add(d, first));
            (d, c, b, a) = (c, b, a, TLanes.Add(first, second));
        }

        ReadOnlySpan<TLanes> added = [a, b, c, d, e, f, g, h];
        for (var i = 0; i < 8; i++)
        {
            TLanes.Store(TLanes.Add(added[i], Lane(states, i)), states.AsSpan(i * n, n));
        }
    }

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
