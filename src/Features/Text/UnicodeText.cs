using System.Buffers;
using System.Text;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Text;

/// <summary>Case, white space and normalisation forms of UTF-8 text by the pinned tables. Thread-safe.</summary>
internal static class UnicodeText
{
    private const int HangulBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int HangulCount = 19 * VowelCount * TailCount;

    /// <summary>Most characters that one decomposes to (U+FDFA).</summary>
    private const int MaxDecomposition = 18;

    /// <summary>The property White_Space.</summary>
    public static bool IsWhiteSpace(int c) =>
        c is (>= 0x9 and <= 0xD) or 0x20 or 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;

    /// <summary>Without white space at the start.</summary>
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done && IsWhiteSpace(rune.Value))
        {
            text = text[length..];
        }

        return text;
    }

    /// <summary>Without white space at the end.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeLastFromUtf8(text, out var rune, out var length) == OperationStatus.Done && IsWhiteSpace(rune.Value))
        {
            text = text[..^length];
        }

        return text;
    }

    /// <summary>Appends the text with each run of white space as one space.</summary>
    public static void CollapseSpaces(ReadOnlySpan<byte> text, TextColumnBuilder output)
    {
        var inSpace = false;
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done)
        {
            var isSpace = IsWhiteSpace(rune.Value);
            if (!isSpace)
            {
                output.Append(text[..length]);
            }
            else if (!inSpace)
            {
                output.Append(" "u8);
            }

            inSpace = isSpace;
            text = text[length..];
        }
    }

    /// <summary>Appends the text in upper or lower case, each character by its simple mapping.</summary>
    public static void ChangeCase(ReadOnlySpan<byte> text, bool upper, TextColumnBuilder output)
    {
        var target = output.Reserve(text.Length);
        var status = upper ? Ascii.ToUpper(text, target, out var written) : Ascii.ToLower(text, target, out written);
        output.Advance(written);
        if (status == OperationStatus.Done)
        {
            return;
        }

        text = text[written..];
        var tables = UnicodeTables.Instance;
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done)
        {
            Append(upper ? tables.Upper(rune.Value) : tables.Lower(rune.Value), output);
            text = text[length..];
        }
    }

    /// <summary>Appends the text in normalisation form C, or KC.</summary>
    public static void Normalise(ReadOnlySpan<byte> text, bool compatibility, TextColumnBuilder output)
    {
        if (IsNormalised(text, compatibility))
        {
            output.Append(text);
            return;
        }

        var characters = ArrayPool<int>.Shared.Rent(checked(text.Length * MaxDecomposition));
        try
        {
            var count = Decompose(text, compatibility, characters);
            Order(characters.AsSpan(0, count));
            count = Compose(characters.AsSpan(0, count));
            foreach (var c in characters.AsSpan(0, count))
            {
                Append(c, output);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(characters);
        }
    }

    /// <summary>A cheap sufficient test: nothing below U+0300 combines, and below U+00A0 nothing has a compatibility form.</summary>
    private static bool IsNormalised(ReadOnlySpan<byte> text, bool compatibility) => compatibility
        ? Ascii.IsValid(text)
        : !text.ContainsAnyInRange((byte)0xCC, (byte)0xFF);

    private static int Decompose(ReadOnlySpan<byte> text, bool compatibility, int[] characters)
    {
        var tables = UnicodeTables.Instance;
        var count = 0;
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done)
        {
            text = text[length..];
            var c = rune.Value;
            if (c is >= HangulBase and < HangulBase + HangulCount)
            {
                var index = c - HangulBase;
                characters[count++] = LeadBase + (index / (VowelCount * TailCount));
                characters[count++] = VowelBase + (index / TailCount % VowelCount);
                if (index % TailCount != 0)
                {
                    characters[count++] = TailBase + (index % TailCount);
                }
            }
            else if (tables.Decomposition(c, compatibility) is { } parts)
            {
                parts.CopyTo(characters, count);
                count += parts.Length;
            }
            else
            {
                characters[count++] = c;
            }
        }

        return count;
    }

    /// <summary>The canonical ordering algorithm: a stable sort of marks between starters.</summary>
    private static void Order(Span<int> characters)
    {
        var tables = UnicodeTables.Instance;
        for (var i = 1; i < characters.Length; i++)
        {
            var c = characters[i];
            var rank = tables.CombiningClass(c);
            var at = i;
            while (rank != 0 && at > 0 && tables.CombiningClass(characters[at - 1]) > rank)
            {
                characters[at] = characters[at - 1];
                at--;
            }

            characters[at] = c;
        }
    }

    /// <summary>The canonical composition algorithm (UAX 15); gives the number of characters left.</summary>
    private static int Compose(Span<int> characters)
    {
        var tables = UnicodeTables.Instance;
        var starter = -1;
        var count = 0;
        var lastClass = -1;
        foreach (var c in characters)
        {
            var rank = tables.CombiningClass(c);
            var isBlocked = starter < 0 || (lastClass >= rank && lastClass != -1) || (lastClass == 0 && rank != 0);
            if (!isBlocked && Pair(characters[starter], c) is >= 0 and var composed)
            {
                characters[starter] = composed;
                continue;
            }

            if (rank == 0)
            {
                starter = count;
                lastClass = -1;
            }
            else
            {
                lastClass = rank;
            }

            characters[count++] = c;
        }

        return count;
    }

    private static int Pair(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + 19 && second is >= VowelBase and < VowelBase + VowelCount)
        {
            return HangulBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TailCount);
        }

        var isSyllable = first is >= HangulBase and < HangulBase + HangulCount && (first - HangulBase) % TailCount == 0;
        return isSyllable && second is > TailBase and < TailBase + TailCount
            ? first + second - TailBase
            : UnicodeTables.Instance.Compose(first, second);
    }

    private static void Append(int c, TextColumnBuilder output) => output.Advance(new Rune(c).EncodeToUtf8(output.Reserve(4)));
}
