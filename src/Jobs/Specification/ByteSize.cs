using System.Globalization;

namespace Millrace.Jobs.Specification;

/// <summary>An amount of bytes. Written with a unit: <c>512MB</c>, <c>2GB</c>, <c>1.5GiB</c>.</summary>
/// <param name="Bytes">The amount, zero or more.</param>
public readonly record struct ByteSize(long Bytes)
{
    /// <summary>Largest number before the unit: its product with any unit is exact in a decimal.</summary>
    private const decimal MaxNumber = 10_000_000_000_000_000;

    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ];

    /// <summary><paramref name="count"/> × 2³⁰ bytes.</summary>
    public static ByteSize FromGibibytes(int count) => new((long)count << 30);

    /// <summary>Reads a number with a unit; false where it is anything else.</summary>
    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        foreach (var (unit, bytes) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
            {
                continue;
            }

            if (!decimal.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > MaxNumber)
            {
                return false;
            }

            var amount = number * (decimal)bytes;
            if (amount > long.MaxValue)
            {
                return false;
            }

            size = new ByteSize((long)decimal.Round(amount));
            return true;
        }

        return false;
    }

    /// <summary>The amount with the largest unit that gives a whole number, so that it can be read back: <c>2GiB</c>, <c>1500MB</c>.</summary>
    public override string ToString()
    {
        foreach (var unit in (ReadOnlySpan<string>)["TiB", "TB", "GiB", "GB", "MiB", "MB", "KiB", "kB"])
        {
            var bytes = (long)Array.Find(Units, known => known.Unit == unit).Bytes;
            if (Bytes != 0 && Bytes % bytes == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Bytes / bytes}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Bytes}B");
    }
}
