using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Millrace.Features.Hashing;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages.Features;

/// <summary>
/// Writes feature batches to one Arrow IPC file: a temporary name, flushed, renamed. The file comes with its first row: no rows, no file.
/// Keeps the content hash of the rows. For one thread at a time; disposing without completing removes what was written.
/// </summary>
/// <remarks>
/// The file is a row of sections, each of V batches: batch i of the file has rows of lane i mod V only, maybe none. So the footer that every Arrow file has is the index by which a rank
/// finds its lanes and passes over the others (<see cref="FeatureFiles.ReadLanesAsync"/>). V stands in the schema's metadata.
/// </remarks>
/// <param name="path">The path that the file will have.</param>
/// <param name="lanes">V.</param>
/// <param name="sectionBytes">Bytes of rows in a section, all of which are held: with 8 lanes a lane's batch has about a megabyte.</param>
internal sealed class FeatureFileWriter(string path, int lanes, long sectionBytes = 8L << 20) : IAsyncDisposable
{
    private readonly LaneSection _section = new(lanes);
    private Schema? _schema;
    private FileStream? _stream;
    private ArrowFileWriter? _writer;
    private byte[] _row = [];
    private bool _complete;

    /// <summary>Rows and their hash.</summary>
    public ContentHash Content { get; private set; }

    /// <summary>Takes a batch, which is the writer's from now on.</summary>
    public async Task TakeAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Length == 0)
        {
            batch.Dispose();
            return;
        }

        _schema ??= LaneOrder.Mark(batch.Schema, lanes);
        _section.Take(batch);
        Content = ContentHash.Merge(Content, HashRows(batch));
        if (_section.Bytes >= sectionBytes)
        {
            await WriteSectionAsync(cancellationToken);
        }
    }

    /// <summary>Ends the file and gives it its name; null where no row came.</summary>
    public async Task<WrittenFile?> CompleteAsync(CancellationToken cancellationToken)
    {
        if (_section.Bytes > 0)
        {
            await WriteSectionAsync(cancellationToken);
        }

        if (_stream is null || _writer is null)
        {
            return null;
        }

        await _writer.WriteEndAsync(cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        _stream.Flush(flushToDisk: true);
        _writer.Dispose();
        await _stream.DisposeAsync();
        (_writer, _stream) = (null, null);
        using (var ends = new FileStream(Temporary, FileMode.Open, FileAccess.Read))
        {
            var file = new WrittenFile(path, ends.Length, Content.Rows, FileStamp.HashEnds(ends));
            File.Move(Temporary, path, overwrite: true);
            _complete = true;
            return file;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _section.Clear();
        if (_complete)
        {
            return;
        }

        try
        {
            _writer?.Dispose();
            await (_stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (IOException)
        {
            // A full disk refuses the end of what nobody wants any more.
        }
        finally
        {
            AtomicFile.Discard(Temporary);
        }
    }

    private string Temporary => path + ".tmp";

    private async Task WriteSectionAsync(CancellationToken cancellationToken)
    {
        _stream ??= new FileStream(Temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        _writer ??= new ArrowFileWriter(_stream, _schema!, leaveOpen: true);
        foreach (var batch in _section.InLaneOrder(_schema!))
        {
            using (batch)
            {
                await _writer.WriteRecordBatchAsync(batch, cancellationToken);
            }
        }

        _section.Clear();
    }

    // A row's bytes are its cells' little-endian bytes in column order; a list's elements have their count in front.
    private ContentHash HashRows(RecordBatch batch)
    {
        var content = default(ContentHash);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (var row = 0; row < batch.Length; row++)
        {
            var length = 0;
            for (var column = 0; column < batch.ColumnCount; column++)
            {
                length = AppendCell(batch.Column(column), row, length);
            }

            SHA256.HashData(_row.AsSpan(0, length), digest);
            content = ContentHash.Merge(content, ContentHash.OfDigest(digest));
        }

        return content;
    }

    private int AppendCell(IArrowArray column, int row, int length) => column switch
    {
        Int64Array values => Append(MemoryMarshal.AsBytes(values.Values.Slice(row, 1)), length),
        Int32Array values => Append(MemoryMarshal.AsBytes(values.Values.Slice(row, 1)), length),
        FloatArray values => Append(MemoryMarshal.AsBytes(values.Values.Slice(row, 1)), length),
        FixedSizeListArray list => AppendElements(list.Values, (list.Offset + row) * Width(list), Width(list), length),
        ListArray list => AppendList(list, row, length),
        _ => throw new NotSupportedException($"a feature batch has a column of type {column.Data.DataType.Name}"),
    };

    private int AppendList(ListArray list, int row, int length)
    {
        Span<byte> count = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(count, list.GetValueLength(row));
        return AppendElements(list.Values, list.ValueOffsets[row], list.GetValueLength(row), Append(count, length));
    }

    private int AppendElements(IArrowArray elements, int start, int count, int length) => elements switch
    {
        FloatArray values => Append(MemoryMarshal.AsBytes(values.Values.Slice(start, count)), length),
        Int32Array values => Append(MemoryMarshal.AsBytes(values.Values.Slice(start, count)), length),
        _ => throw new NotSupportedException($"a feature batch has a list of type {elements.Data.DataType.Name}"),
    };

    private int Append(ReadOnlySpan<byte> bytes, int length)
    {
        if (_row.Length < length + bytes.Length)
        {
            System.Array.Resize(ref _row, Math.Max(256, 2 * (length + bytes.Length)));
        }

        bytes.CopyTo(_row.AsSpan(length));
        return length + bytes.Length;
    }

    private static int Width(FixedSizeListArray list) => ((Apache.Arrow.Types.FixedSizeListType)list.Data.DataType).ListSize;
}
