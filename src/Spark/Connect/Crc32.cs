namespace Millrace.Spark.Connect;

/// <summary>The CRC-32 that Spark compares for artifact pieces: polynomial 0xEDB88320, reflected (ISO 3309, as in java.util.zip).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = CreateTable();

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint state = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            state = (state >> 8) ^ Table[(byte)(state ^ value)];
        }

        return ~state;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            }

            table[i] = value;
        }

        return table;
    }
}
