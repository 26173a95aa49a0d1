namespace Millrace.Training.Lanes;

/// <summary>Some blocks of a lane in memory, each in a buffer that is used again. One that is held is not read again.</summary>
/// <remarks>For one thread.</remarks>
internal sealed class HeldBlocks
{
    private const int Free = -1;
    private readonly ILaneSource _source;
    private readonly int _lane;
    private readonly int _blockBytes;
    private readonly int[] _blocks;
    private readonly byte[]?[] _buffers;
    private readonly bool[] _kept;

    /// <summary>Room for <paramref name="capacity"/> blocks of at most <paramref name="blockBytes"/> bytes; nothing is allocated before it is used.</summary>
    public HeldBlocks(ILaneSource source, int lane, int capacity, int blockBytes)
    {
        (_source, _lane, _blockBytes) = (source, lane, blockBytes);
        _blocks = new int[capacity];
        _buffers = new byte[]?[capacity];
        _kept = new bool[capacity];
        Array.Fill(_blocks, Free);
    }

    /// <summary>Gives up the buffers of all other blocks to those that are read next.</summary>
    public void KeepOnly(ReadOnlySpan<int> blocks)
    {
        for (var at = 0; at < _blocks.Length; at++)
        {
            _kept[at] = blocks.Contains(_blocks[at]);
        }
    }

    /// <summary>The bytes of a block, kept until <see cref="KeepOnly"/> is called without it.</summary>
    public byte[] Read(int block)
    {
        var at = Array.IndexOf(_blocks, block);
        if (at < 0)
        {
            at = Array.IndexOf(_kept, false);
            var buffer = _buffers[at] ??= GC.AllocateUninitializedArray<byte>(_blockBytes);
            _blocks[at] = Free;
            _source.ReadBlock(_lane, block, buffer);
            _blocks[at] = block;
        }

        _kept[at] = true;
        return _buffers[at]!;
    }
}
