using System.Globalization;
using Apache.Arrow.Types;
using DuckDB.NET.Native;
using Millrace.Jobs.Engine.Columns;
using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>How the columns of one Parquet file are asked for and delivered. DuckDB renames columns that differ in case only, so columns are found by place.</summary>
internal sealed class FilePlan
{
    /// <summary>The column that carries row numbers; a file that has one of that name is read whole.</summary>
    public const string RowNumber = "file_row_number";

    private readonly IReadOnlyList<Func<ColumnBuilder>> _makers;

    private FilePlan(SnapshotFile file, IReadOnlyList<ScanColumn> columns, IReadOnlyList<Func<ColumnBuilder>> makers, string signature)
    {
        File = file;
        Columns = columns;
        _makers = makers;
        Names = [.. columns.Select(column => column.Name)];
        Signature = signature;
        NumbersRows = NumbersRowsOf(file);
        NeedsSecondRead = columns.Any(column => column.IsUtcNanoseconds);
    }

    /// <summary>The file.</summary>
    public SnapshotFile File { get; }

    /// <summary>The delivered columns in order.</summary>
    public IReadOnlyList<ScanColumn> Columns { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Files with equal signatures can share batch memory.</summary>
    public string Signature { get; }

    /// <summary>Whether DuckDB can number the rows.</summary>
    public bool NumbersRows { get; }

    /// <summary>Whether every row group has a column that DuckDB cannot deliver as it is.</summary>
    public bool NeedsSecondRead { get; }

    /// <summary>Whether DuckDB can number the rows of a file: not if a column has that name.</summary>
    public static bool NumbersRowsOf(SnapshotFile file) =>
        !file.Columns.Any(column => string.Equals(column.Name, RowNumber, StringComparison.OrdinalIgnoreCase));

    /// <summary>Plans a file: binds it once, reading its footer.</summary>
    /// <exception cref="DuckDbException">DuckDB refuses the file.</exception>
    public static FilePlan Read(DuckDbSession session, SnapshotFile file, IReadOnlyList<string>? wanted, CancellationToken cancellationToken)
    {
        using var stream = session.Stream($"SELECT * FROM {Source(file, numbered: false)} LIMIT 0", cancellationToken);
        if (stream.ColumnCount != file.Columns.Count)
        {
            throw new DuckDbException(DuckDBErrorType.Binder, "the engine sees another number of columns than the footer has");
        }

        var columns = new List<ScanColumn>();
        var makers = new List<Func<ColumnBuilder>>();
        var signature = new List<string>();
        foreach (var name in wanted ?? AllNames(file))
        {
            if (file.Partitions.FirstOrDefault(part => part.Key == name) is { } part)
            {
                columns.Add(new ScanColumn { Name = name, Position = -1, PartitionValue = part.Value });
                makers.Add(() => new ConstantColumn(part.Value));
                signature.Add($"={part.Value}");
            }
            else if (PositionOf(file, name) is var position and >= 0)
            {
                columns.Add(Plan(stream, file, position, out var maker, out var type));
                makers.Add(maker);
                signature.Add(type);
            }
        }

        return new FilePlan(file, columns, makers, string.Join('\n', signature));
    }

    /// <summary>A builder for each column.</summary>
    public IReadOnlyList<ColumnBuilder> MakeBuilders() => [.. _makers.Select(make => make())];

    /// <summary>The statement that reads a range of rows, in order.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="withText">Whether text columns are read; without, the caller has them from elsewhere.</param>
    public string Statement(long firstRow, long rows, bool withText)
    {
        var expressions = Columns
            .Where(column => column.Expression is not null && !column.IsUtcNanoseconds && (withText || !column.IsText))
            .Select(column => column.Expression!);
        if (!NumbersRows)
        {
            return $"SELECT {string.Join(", ", expressions.DefaultIfEmpty("NULL"))} FROM {Source(File, numbered: false)}";
        }

        // On this filter DuckDB skips row groups that lie outside.
        var filter = string.Create(CultureInfo.InvariantCulture, $"{RowNumber} BETWEEN {firstRow} AND {firstRow + rows - 1}");
        return $"SELECT {string.Join(", ", expressions.Append(RowNumber))} FROM {Source(File, numbered: true)} WHERE {filter}";
    }

    private static string Source(SnapshotFile file, bool numbered) =>
        $"read_parquet({DuckDbSession.Files([file.FullPath])}, hive_partitioning = false, union_by_name = false, binary_as_string = false"
        + (numbered ? $", {RowNumber} = true)" : ")");

    private static IEnumerable<string> AllNames(SnapshotFile file) =>
        file.Columns.Select(column => column.Name).Concat(file.Partitions.Select(part => part.Key)).Distinct(StringComparer.Ordinal);

    private static int PositionOf(SnapshotFile file, string name)
    {
        for (var i = 0; i < file.Columns.Count; i++)
        {
            if (file.Columns[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static ScanColumn Plan(DuckDbStream stream, SnapshotFile file, int position, out Func<ColumnBuilder> maker, out string signature)
    {
        var column = file.Columns[position];
        var name = DuckDbSession.Name(stream.ColumnName(position));
        using var type = stream.ColumnType(position);
        var builder = ColumnBuilders.For(type, column.Type);
        var id = NativeMethods.LogicalType.DuckDBGetTypeId(type);
        signature = $"{id}:{column.Type}";
        if (builder is null)
        {
            maker = () => new TextColumn(StringType.Default);
            return new ScanColumn { Name = column.Name, Position = position, Expression = $"CAST({name} AS VARCHAR)" };
        }

        if (column.Type == "timestamp[ns, UTC]")
        {
            maker = () => new FixedWidthColumn(new TimestampType(TimeUnit.Nanosecond, "UTC"), sizeof(long));
            return new ScanColumn { Name = column.Name, Position = position, Expression = name, IsUtcNanoseconds = true };
        }

        // Builders own their memory, so each batch needs its own; the type is looked at once, here.
        maker = builder.Fresh;
        return new ScanColumn { Name = column.Name, Position = position, Expression = name, IsText = id == DuckDBType.Varchar };
    }
}
