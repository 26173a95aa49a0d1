using System.Runtime.InteropServices;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>
/// Remembers what short texts were rewritten to. Direct-mapped, of fixed size; what it holds follows from the step alone, so results do not depend on it.
/// For one thread at a time.
/// </summary>
internal sealed class RewriteCache
{
    /// <summary>Longest text that is remembered, in bytes; the key's last byte holds the length.</summary>
    public const int MaxBytes = 15;

    private const int Slots = 1_024;

    private readonly UInt128[] _keys = new UInt128[Slots];
    private readonly byte[]?[] _results = new byte[]?[Slots];

    /// <summary>The key of a text of at most <see cref="MaxBytes"/> bytes; never 0.</summary>
    public static UInt128 Key(ReadOnlySpan<byte> text)
    {
        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        text.CopyTo(padded);
        padded[MaxBytes] = (byte)(text.Length + 1);
        return MemoryMarshal.Read<UInt128>(padded);
    }

    /// <summary>Whether the text with a key is known; <paramref name="result"/> is null where it stays as it is.</summary>
    public bool TryFind(UInt128 key, out byte[]? result)
    {
        var slot = Slot(key);
        result = _results[slot];
        return _keys[slot] == key;
    }

    /// <summary>Remembers; null says that the text stays as it is.</summary>
    public void Add(UInt128 key, byte[]? result)
    {
        var slot = Slot(key);
        _keys[slot] = key;
        _results[slot] = result;
    }

    private static int Slot(UInt128 key)
    {
        var mixed = unchecked(((ulong)key ^ ((ulong)(key >> 64) * 0x9E37_79B9_7F4A_7C15UL)) * 0xD6E8_FEB8_6659_FD93UL);
        return (int)(mixed >> 54);
    }
}
