namespace Millrace.Features.Statistics;

/// <summary>Count, least, greatest and sum of lengths. A commutative monoid in its bytes. Not thread-safe.</summary>
internal sealed class LengthCounts
{
    public long Count { get; private set; }

    public long Least { get; private set; } = long.MaxValue;

    public long Greatest { get; private set; } = -1;

    public long Sum { get; private set; }

    /// <summary>Mean length, rounded once while the sum is below 2^53; 0 for none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    public void Add(int length, long times = 1)
    {
        Count += times;
        Sum += length * times;
        Least = length < Least ? length : Least;
        Greatest = length > Greatest ? length : Greatest;
    }

    public void Merge(LengthCounts other)
    {
        Count += other.Count;
        Sum += other.Sum;
        Least = Math.Min(Least, other.Least);
        Greatest = Math.Max(Greatest, other.Greatest);
    }

    public void Write(StateWriter writer)
    {
        writer.Write(Count);
        writer.Write(Least);
        writer.Write(Greatest);
        writer.Write(Sum);
    }

    public static LengthCounts Read(ref StateReader reader) => new()
    {
        Count = reader.ReadInt64(),
        Least = reader.ReadInt64(),
        Greatest = reader.ReadInt64(),
        Sum = reader.ReadInt64(),
    };
}
