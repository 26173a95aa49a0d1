using System.Text.Unicode;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Jobs.Engine.Columns;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>
/// Reads a CSV file: every column is text, or bytes for a batch in which one of its values is not UTF-8. A bad row ends its batch, which carries it.
/// </summary>
internal sealed class CsvAssignmentReader : IAssignmentReader
{
    private readonly SnapshotFile _file;
    private readonly EngineOptions _options;
    private readonly FileStream _stream;
    private readonly CsvRecordReader _records;
    private readonly List<CsvColumn> _columns;
    private readonly IReadOnlyList<string> _names;
    private long _nextRow;
    private bool _hasRecord;
    private bool _ended;

    public CsvAssignmentReader(SnapshotFile file, CsvOptions csv, IReadOnlyList<string>? wanted, EngineOptions options)
    {
        _file = file;
        _options = options;
        _columns = Plan(file, wanted);
        _names = [.. _columns.Select(column => column.Name)];
        _stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _records = new CsvRecordReader(_stream, csv);
        if (csv.Header)
        {
            _records.Read();
        }
    }

    /// <inheritdoc/>
    public ScannedBatch? Read(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return null;
        }

        var firstRow = _nextRow;
        var builders = _columns.Select(_ => new TextColumn(StringType.Default)).ToArray();
        var isText = _columns.Select(_ => true).ToArray();
        var badRows = new List<BadRow>();
        var rows = 0;
        var bytes = 0L;
        while (rows < _options.BatchRows && bytes < _options.BatchBytes && MoveNext(cancellationToken))
        {
            if (BadRow() is { } bad)
            {
                badRows.Add(bad);
                bytes += bad.Raw.Length;
            }
            else if (badRows.Count > 0)
            {
                break;
            }
            else
            {
                bytes += Append(builders, isText);
                rows++;
            }

            _hasRecord = false;
            _nextRow++;
        }

        return rows == 0 && badRows.Count == 0 ? null : Build(builders, isText, rows, firstRow, badRows);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static List<CsvColumn> Plan(SnapshotFile file, IReadOnlyList<string>? wanted)
    {
        var names = file.Columns.Select(column => column.Name).ToList();
        var columns = new List<CsvColumn>();
        foreach (var name in wanted ?? names.Concat(file.Partitions.Select(part => part.Key)).Distinct(StringComparer.Ordinal))
        {
            if (file.Partitions.FirstOrDefault(part => part.Key == name) is { } part)
            {
                columns.Add(new CsvColumn(name, -1, part.Value is null ? null : System.Text.Encoding.UTF8.GetBytes(part.Value)));
            }
            else if (names.IndexOf(name) is var index and >= 0)
            {
                columns.Add(new CsvColumn(name, index, null));
            }
        }

        return columns;
    }

    private bool MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_hasRecord && !_ended)
        {
            _hasRecord = _records.Read();
            _ended = !_hasRecord;
        }

        return _hasRecord;
    }

    private BadRow? BadRow()
    {
        var fault = _records.Fault ?? (_records.FieldCount == _file.Columns.Count ? null : CsvRecordReader.FieldCountFault);
        return fault is null ? null : new BadRow(_nextRow, fault, _records.Raw.ToArray());
    }

    private long Append(TextColumn[] builders, bool[] isText)
    {
        var bytes = 0L;
        for (var i = 0; i < builders.Length; i++)
        {
            var column = _columns[i];
            if (column.Field >= 0 ? _records.IsNull(column.Field) : column.Constant is null)
            {
                builders[i].AppendNull();
                continue;
            }

            var value = column.Field >= 0 ? _records.Field(column.Field) : column.Constant;
            builders[i].Append(value);
            isText[i] = isText[i] && Utf8.IsValid(value);
            bytes += value.Length;
        }

        return bytes;
    }

    private ScannedBatch Build(TextColumn[] builders, bool[] isText, int rows, long firstRow, List<BadRow> badRows)
    {
        var fields = new Field[builders.Length];
        var arrays = new IArrowArray[builders.Length];
        for (var i = 0; i < builders.Length; i++)
        {
            IArrowType type = isText[i] ? StringType.Default : BinaryType.Default;
            fields[i] = new Field(_names[i], type, nullable: true);
            arrays[i] = ArrowArrayFactory.BuildArray(builders[i].Build(type));
        }

        return new ScannedBatch(new RecordBatch(new Schema(fields, null), arrays, rows), _file.Ordinal, firstRow, badRows, NoMemory.Instance);
    }
}
