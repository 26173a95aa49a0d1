using Millrace.Training.Lanes;

namespace Millrace.Benchmarks.Training;

/// <summary>The rows of another source in memory. Thread-safe.</summary>
internal sealed class HeldLanes : ILaneSource
{
    private readonly ILaneSource _source;
    private readonly byte[][][] _blocks;

    /// <summary>Reads all of <paramref name="source"/>, which stays the caller's and open.</summary>
    public HeldLanes(ILaneSource source)
    {
        _source = source;
        _blocks = [.. Enumerable.Range(0, source.Lanes).Select(lane => Enumerable.Range(0, (int)((source.Rows(lane) + ILaneSource.BlockRows - 1) / ILaneSource.BlockRows)).Select(block =>
        {
            var bytes = new byte[ILaneSource.BlockRows * source.Layout.RecordBytes];
            return bytes[..(source.ReadBlock(lane, block, bytes) * source.Layout.RecordBytes)];
        }).ToArray())];
    }

    public RowLayout Layout => _source.Layout;

    public int Lanes => _source.Lanes;

    public LaneRange Owned => _source.Owned;

    public long Rows(int lane) => _source.Rows(lane);

    public byte[]? ResidentBlock(int lane, int block) => _blocks[lane][block];

    public int ReadBlock(int lane, int block, byte[] destination)
    {
        _blocks[lane][block].CopyTo(destination, 0);
        return _blocks[lane][block].Length / Layout.RecordBytes;
    }
}
