namespace Millrace.Training.Lanes;

/// <summary>
/// Walks a lane in the order of an epoch, one window of blocks in memory at a time, and picks rows from it. While a window is
/// used up, the blocks of the next are read bit by bit, so that no step waits for a whole window.
/// </summary>
internal sealed class LaneCursor
{
    // Enough for the device to be at work while a block is checked and used, few enough to be still in the page cache of a small container.
    private const int AnnouncedBlocks = 3;

    private readonly ILaneSource _source;
    private readonly int _lane;
    private readonly ulong _seed;
    private readonly bool _shuffled;
    private readonly int _recordBytes;
    private readonly long _rows;
    private readonly int[] _blocks;
    private readonly byte[][] _window;
    private readonly HeldBlocks _held;
    private readonly int[] _order;
    private readonly int[] _later;
    private readonly int[] _upcoming;
    private int _upcomingCount;
    private int _upcomingRead;
    private int _upcomingAnnounced;
    private int _epoch;
    private int _windowIndex;
    private int _inWindow;
    private int _windowRows;

    /// <summary>A cursor that holds at most <paramref name="aheadBlocks"/> blocks beside those of the window.</summary>
    public LaneCursor(ILaneSource source, int lane, ulong seed, bool shuffled, int aheadBlocks)
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
        var ahead = Math.Min(Math.Min(aheadBlocks, EpochOrder.WindowBlocks), _blocks.Length - most);
        _held = new HeldBlocks(source, lane, most + ahead, (int)Math.Min(_rows, ILaneSource.BlockRows) * _recordBytes);
        _upcoming = new int[ahead];
        _later = new int[ahead > 0 ? _blocks.Length : 0];
        _order = new int[Math.Min(_rows, (long)most * ILaneSource.BlockRows)];
    }

    /// <summary>Goes to row <paramref name="position"/> of the epoch's order.</summary>
    public void Seek(int epoch, long position)
    {
        _epoch = epoch;
        FillOrder(epoch, _blocks);
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

    /// <summary>Reads as much of the next window as has been used of this one.</summary>
    public void ReadAhead()
    {
        var due = _windowRows == 0 ? 0 : (int)(((long)_inWindow * _upcomingCount) / _windowRows);
        for (; _upcomingRead < due; _upcomingRead++)
        {
            AnnounceUpTo(_upcomingRead + AnnouncedBlocks);
            _held.Read(_upcoming[_upcomingRead]);
        }

        AnnounceUpTo(due + AnnouncedBlocks);
    }

    private void AnnounceUpTo(int end)
    {
        for (; _upcomingAnnounced < Math.Min(end, _upcomingCount); _upcomingAnnounced++)
        {
            _source.Announce(_lane, _upcoming[_upcomingAnnounced]);
        }
    }

    private void FillOrder(int epoch, int[] blocks)
    {
        if (_shuffled)
        {
            EpochOrder.Blocks(_seed, epoch, _lane, blocks);
            return;
        }

        for (var b = 0; b < blocks.Length; b++)
        {
            blocks[b] = b;
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
        var blocks = _blocks.AsSpan(first, Math.Min(_blocks.Length - first, EpochOrder.WindowBlocks));
        _held.KeepOnly(blocks);
        var n = 0;
        for (var slot = 0; slot < blocks.Length; slot++)
        {
            _window[slot] = _source.ResidentBlock(_lane, blocks[slot]) ?? _held.Read(blocks[slot]);
            for (var r = 0; r < RowsOfBlock(blocks[slot]); r++)
            {
                _order[n++] = (slot * ILaneSource.BlockRows) + r;
            }
        }

        (_windowIndex, _inWindow, _windowRows) = (window, 0, n);
        if (_shuffled)
        {
            EpochOrder.Rows(_seed, _epoch, _lane, window, _order.AsSpan(0, n));
        }

        Expect(first + blocks.Length, blocks[0]);
    }

    /// <summary>Notes which blocks come next: of this epoch's order, or of the next epoch's at the end.</summary>
    private void Expect(int next, int anyBlock)
    {
        (_upcomingCount, _upcomingRead, _upcomingAnnounced) = (0, 0, 0);
        if (_upcoming.Length == 0 || _source.ResidentBlock(_lane, anyBlock) is not null)
        {
            return;
        }

        var order = _blocks;
        if (next == _blocks.Length)
        {
            FillOrder(_epoch + 1, _later);
            (order, next) = (_later, 0);
        }

        _upcomingCount = Math.Min(_upcoming.Length, order.Length - next);
        Array.Copy(order, next, _upcoming, 0, _upcomingCount);
    }
}
