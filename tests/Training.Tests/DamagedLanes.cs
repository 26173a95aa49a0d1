using System.Buffers.Binary;
using Millrace.Training.Lanes;

namespace Millrace.Training.Tests;

/// <summary>Lanes whose row <paramref name="row"/> of lane <paramref name="lane"/> has another value at byte <paramref name="offset"/> of its record: damaged after the checks of building.</summary>
internal sealed class DamagedLanes(ILaneSource sound, int lane, int row, int offset, float value) : ILaneSource
{
    public RowLayout Layout => sound.Layout;

    public int Lanes => sound.Lanes;

    public LaneRange Owned => sound.Owned;

    public long Rows(int at) => sound.Rows(at);

    public byte[]? ResidentBlock(int at, int block) => null;

    public int ReadBlock(int at, int block, byte[] destination)
    {
        var rows = sound.ReadBlock(at, block, destination);
        if (at == lane && block == row / ILaneSource.BlockRows)
        {
            var record = row % ILaneSource.BlockRows * Layout.RecordBytes;
            BinaryPrimitives.WriteSingleLittleEndian(destination.AsSpan(record + offset), value);
        }

        return rows;
    }
}
