namespace Millrace.Training.Lanes;

/// <summary>
/// Walks a lane in the order of an epoch, one window of blocks in memory at a time. Blocks are read in one sweep when their
/// window opens; rows are then picked from it.
/// </summary>
internal sealed class LaneCursor
{
    private readonly ILaneSource _source;
    private readonly int _lane;
    private readonly ulong _seed;
    private readonly bool _shuffled;
    private readonly int _recordBytes;
    private readonly long _rows;
    private readonly int[] _blocks;
    private readonly byte[][] _window;
    private readonly byte[]?[] _own;
    private readonly int[] _order;
    private int _epoch;
    private int _windowIndex;
    private int _inWindow;
    private int _windowRows;

    public LaneCursor(ILaneSource source, int lane, ulong seed, bool shuffled)
    {
        _source = source;
        _lane = lane;
        _seed = seed;
        _shuffled = shuffled;
        _recordBytes = source.Layout.RecordBytes;
        _rows = source.Rows(lane);
        _blocks = new int[checked((int)((_rows + ILaneSource.BlockRows - 1) / ILaneSource.BlockRows))];
        var most = Math.Min(_blocks.Length, EpochOrder.WindowBlocks);
        _window = new byte[most][];
        _own = new byte[]?[most];
        _order = new int[Math.Min(_rows, (long)most * ILaneSource.BlockRows)];
    }

    /// <summary>Goes to row <paramref name="position"/> of the epoch's order.</summary>
    public void Seek(int epoch, long position)
    {
        _epoch = epoch;
        if (_shuffled)
        {
            EpochOrder.Blocks(_seed, epoch, _lane, _blocks);
        }
        else
        {
            for (var b = 0; b < _blocks.Length; b++)
            {
                _blocks[b] = b;
            }
        }

        _windowIndex = -1;
        (_inWindow, _windowRows) = (0, 0);
        var skip = position;
        for (var window = 0; skip > 0 && skip >= RowsOf(window); window++)
        {
            skip -= RowsOf(window);
            _windowIndex = window;
        }

        if (skip > 0)
        {
            OpenWindow(_windowIndex + 1);
            _inWindow = (int)skip;
        }
    }

    /// <summary>Copies the next <paramref name="count"/> rows of the epoch to rows <paramref name="row"/> … of the batch.</summary>
    public void Take(StepBatch batch, int row, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_inWindow == _windowRows)
            {
                OpenWindow(_windowIndex + 1);
            }

            var at = _order[_inWindow++];
            batch.Put(row + i, _window[at / ILaneSource.BlockRows].AsSpan((at % ILaneSource.BlockRows) * _recordBytes, _recordBytes));
        }
    }

    private int RowsOfBlock(int block) => (int)Math.Min(ILaneSource.BlockRows, _rows - ((long)block * ILaneSource.BlockRows));

    private long RowsOf(int window)
    {
        long rows = 0;
        for (var b = window * EpochOrder.WindowBlocks; b < Math.Min(_blocks.Length, (window + 1) * EpochOrder.WindowBlocks); b++)
        {
            rows += RowsOfBlock(_blocks[b]);
        }

        return rows;
    }

    private void OpenWindow(int window)
    {
        var first = window * EpochOrder.WindowBlocks;
        var blocks = Math.Min(_blocks.Length - first, EpochOrder.WindowBlocks);
        var n = 0;
        for (var slot = 0; slot < blocks; slot++)
        {
            var block = _blocks[first + slot];
            _window[slot] = _source.ResidentBlock(_lane, block) ?? Read(block, slot);
            for (var r = 0; r < RowsOfBlock(block); r++)
            {
                _order[n++] = (slot * ILaneSource.BlockRows) + r;
            }
        }

        (_windowIndex, _inWindow, _windowRows) = (window, 0, n);
        if (_shuffled)
        {
            EpochOrder.Rows(_seed, _epoch, _lane, window, _order.AsSpan(0, n));
        }
    }

    private byte[] Read(int block, int slot)
    {
        var buffer = _own[slot] ??= GC.AllocateUninitializedArray<byte>((int)Math.Min(_rows, ILaneSource.BlockRows) * _recordBytes);
        _source.ReadBlock(_lane, block, buffer);
        return buffer;
    }
}
