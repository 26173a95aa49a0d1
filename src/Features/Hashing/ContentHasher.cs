using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Millrace.Features.Hashing;

/// <summary>Sums the SHA-256 digests of rows by the widest vectors that the machine has; the same sums everywhere. For one thread at a time.</summary>
internal sealed class ContentHasher
{
    private readonly ulong[] _sums = new ulong[8];
    private readonly LaneSha256<ShaLanes512>? _lanes512;
    private readonly LaneSha256<ShaLanes256>? _lanes256;
    private long _rows;

    /// <summary>Creates a hasher for messages side by side up to a vector width in bits; 0 hashes one after another.</summary>
    public ContentHasher(int maxVectorBits = 512)
    {
        _lanes512 = maxVectorBits >= 512 && ShaLanes512.IsSupported ? new() : null;
        _lanes256 = _lanes512 is null && maxVectorBits >= 256 && ShaLanes256.IsSupported ? new() : null;
    }

    /// <summary>Adds messages that stand padded in <paramref name="data"/>.</summary>
    public void Add(ReadOnlySpan<byte> data, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        _rows += starts.Length;
        if (_lanes512 is not null)
        {
            _lanes512.AddDigests(data, starts, lengths, _sums);
        }
        else if (_lanes256 is not null)
        {
            _lanes256.AddDigests(data, starts, lengths, _sums);
        }
        else
        {
            AddOneByOne(data, starts, lengths);
        }
    }

    /// <summary>The hash of everything added since the last call; starts anew.</summary>
    public ContentHash Take()
    {
        Span<ulong> words = stackalloc ulong[4];
        UInt128 carry = 0;
        for (var i = 3; i >= 0; i--)
        {
            // Two 32-bit columns make one 64-bit word; each column's sum has up to 64 bits, the upper ones carry on.
            var low = carry + _sums[(2 * i) + 1];
            var high = (low >> 32) + _sums[2 * i];
            words[i] = ((ulong)(uint)high << 32) | (uint)low;
            carry = high >> 32;
        }

        var hash = new ContentHash(_rows, words);
        _rows = 0;
        Array.Clear(_sums);
        return hash;
    }

    private void AddOneByOne(ReadOnlySpan<byte> data, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        Span<byte> digest = stackalloc byte[32];
        for (var i = 0; i < starts.Length; i++)
        {
            SHA256.HashData(data.Slice(starts[i], lengths[i]), digest);
            for (var w = 0; w < 8; w++)
            {
                _sums[w] += BinaryPrimitives.ReadUInt32BigEndian(digest[(4 * w)..]);
            }
        }
    }
}
