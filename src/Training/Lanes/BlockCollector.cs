namespace Millrace.Training.Lanes;

/// <summary>Gathers sorted records into blocks of 4,096 and hands each over when it is full.</summary>
internal sealed class BlockCollector
{
    private readonly RecordPadding _padding;
    private readonly int _recordBytes;
    private readonly Action<byte[], int> _takeBlock;
    private readonly bool _reuse;
    private byte[]? _block;
    private int _rows;

    /// <summary><paramref name="takeBlock"/> keeps the block unless <paramref name="reuse"/> is set.</summary>
    public BlockCollector(RowLayout layout, bool reuse, Action<byte[], int> takeBlock)
    {
        _padding = new RecordPadding(layout);
        _recordBytes = layout.RecordBytes;
        _takeBlock = takeBlock;
        _reuse = reuse;
    }

    public long TotalRows { get; private set; }

    public void Add(ReadOnlySpan<byte> entry)
    {
        _block ??= new byte[checked(ILaneSource.BlockRows * _recordBytes)];
        _padding.Fill(entry, _block.AsSpan(_rows * _recordBytes, _recordBytes));
        TotalRows++;
        if (++_rows == ILaneSource.BlockRows)
        {
            HandOver();
        }
    }

    /// <summary>Hands over the last block, which may be short.</summary>
    public void Complete()
    {
        if (_rows > 0)
        {
            HandOver();
        }
    }

    private void HandOver()
    {
        var block = _block!;
        if (!_reuse)
        {
            _block = null;
            if (_rows < ILaneSource.BlockRows)
            {
                Array.Resize(ref block, _rows * _recordBytes);
            }
        }

        _takeBlock(block, _rows);
        _rows = 0;
    }
}
