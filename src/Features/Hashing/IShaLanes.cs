namespace Millrace.Features.Hashing;

/// <summary>The vector operations that SHA-256 of several messages side by side needs: element l belongs to message l.</summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
internal interface IShaLanes<TSelf>
    where TSelf : unmanaged, IShaLanes<TSelf>
{
    /// <summary>Number of messages.</summary>
    static abstract int Count { get; }

    static abstract TSelf Splat(uint value);

    static abstract TSelf Load(ReadOnlySpan<uint> source);

    static abstract void Store(TSelf value, Span<uint> target);

    static abstract TSelf Add(TSelf left, TSelf right);

    /// <summary>Sum of all elements.</summary>
    static abstract ulong Sum(TSelf value);

    /// <summary>e and f xor not e and g.</summary>
    static abstract TSelf Choose(TSelf e, TSelf f, TSelf g);

    /// <summary>a and b xor a and c xor b and c.</summary>
    static abstract TSelf Majority(TSelf a, TSelf b, TSelf c);

    /// <summary>Rotations by 2, 13, 22.</summary>
    static abstract TSelf BigSigma0(TSelf value);

    /// <summary>Rotations by 6, 11, 25.</summary>
    static abstract TSelf BigSigma1(TSelf value);

    /// <summary>Rotations by 7 and 18, shift by 3.</summary>
    static abstract TSelf SmallSigma0(TSelf value);

    /// <summary>Rotations by 17 and 19, shift by 10.</summary>
    static abstract TSelf SmallSigma1(TSelf value);

    /// <summary>Reads one 64-byte block of each message as 16 big-endian words: word t of message l is element l of <c>words[t]</c>.</summary>
    /// <param name="data">Memory that holds all blocks.</param>
    /// <param name="blocks">Where each message's block begins.</param>
    /// <param name="words">16 vectors.</param>
    static abstract void LoadBlocks(ReadOnlySpan<byte> data, ReadOnlySpan<int> blocks, Span<TSelf> words);
}
