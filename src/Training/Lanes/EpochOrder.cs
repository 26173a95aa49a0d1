using System.Numerics;

namespace Millrace.Training.Lanes;

/// <summary>
/// The order of a lane's rows in an epoch: blocks in an order drawn from (seed, epoch, lane), and rows shuffled inside windows
/// of <see cref="WindowBlocks"/> consecutive blocks of that order. Integer arithmetic only: the same on every machine.
/// </summary>
/// <remarks>Fisher–Yates with SplitMix64 numbers (Steele, Lea, Flood 2014), reduced by Lemire's multiplication.</remarks>
internal static class EpochOrder
{
    /// <summary>Blocks of a window. Part of the plan hash; never follows from memory size.</summary>
    public const int WindowBlocks = 16;

    private const ulong BlockPurpose = 0x626C_6F63_6B73_0001;
    private const ulong RowPurpose = 0x726F_7773_0000_0002;
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Fills <paramref name="order"/> with the block numbers 0 … in the epoch's order.</summary>
    public static void Blocks(ulong seed, int epoch, int lane, Span<int> order) => Shuffle(order, State(seed, epoch, lane, BlockPurpose, 0));

    /// <summary>Shuffles the rows of window <paramref name="window"/>.</summary>
    public static void Rows(ulong seed, int epoch, int lane, int window, Span<int> rows) =>
        Shuffle(rows, State(seed, epoch, lane, RowPurpose, window), filled: true);

    private static void Shuffle(Span<int> values, ulong state, bool filled = false)
    {
        for (var i = 0; i < values.Length && !filled; i++)
        {
            values[i] = i;
        }

        for (var i = values.Length - 1; i > 0; i--)
        {
            state = unchecked(state + Golden);
            var j = (int)Math.BigMul(Mix(state), (ulong)(i + 1), out _);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong State(ulong seed, int epoch, int lane, ulong purpose, int window)
    {
        var state = Mix(unchecked(seed + Golden)) ^ purpose;
        state = Mix(unchecked(state + (ulong)epoch));
        state = Mix(unchecked(BitOperations.RotateLeft(state, 17) + (ulong)lane));
        return Mix(unchecked(BitOperations.RotateLeft(state, 31) + (ulong)window));
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return value ^ (value >> 31);
        }
    }
}
