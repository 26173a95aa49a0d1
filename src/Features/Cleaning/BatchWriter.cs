using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning;

/// <summary>Makes the output batches of the row stage. What was built is freed when a later column fails.</summary>
internal sealed class BatchWriter(RowStage stage)
{
    private static readonly ListType ReasonsType = new(new Field("item", StringType.Default, nullable: true));

    private static readonly string[] Added = ["_reasons", "_source_file", "_source_row"];

    private readonly ArrayWriter _arrays = new(stage.Memory);
    private readonly Dictionary<string, byte[]> _reasons = new(StringComparer.Ordinal);

    /// <summary>Selected rows in the clean layout.</summary>
    public RecordBatch Clean(StageBatch batch, RowSelection rows, RowOrigin origin, ReadOnlyMemory<long> hi, ReadOnlyMemory<long> lo)
    {
        var fields = stage.CleanSchema.FieldsList;
        var built = new List<ArrayData>(fields.Count);
        return Build(stage.CleanSchema, built, rows.Count, () =>
        {
            for (var c = 0; c < batch.Columns.Length; c++)
            {
                built.Add(_arrays.Write(batch.Columns[c], fields[c].DataType, rows));
            }

            built.Add(_arrays.Write(hi.Span, Int64Type.Default, rows));
            built.Add(_arrays.Write(lo.Span, Int64Type.Default, rows));
            built.Add(_arrays.Repeat(origin.FileOrdinal, rows.Count));
            built.Add(_arrays.RowNumbers(origin.FirstRow, rows));
            foreach (var c in stage.Integers)
            {
                built.Add(_arrays.Write(IntegerForm.Of(batch.Columns[c], stage.Contract.Columns[c].Scale, batch.Pool), Int64Type.Default, rows));
            }
        });
    }

    /// <summary>Selected rows as delivered, with their reasons and where they come from.</summary>
    public RecordBatch Quarantined(RecordBatch source, StageBatch batch, RowSelection rows, RowOrigin origin)
    {
        var schema = new Schema(
            [
                .. source.Schema.FieldsList.Select(Delivered),
                new Field(Added[0], ReasonsType, nullable: false),
                new Field(Added[1], StringType.Default, nullable: false),
                new Field(Added[2], Int64Type.Default, nullable: false),
            ],
            source.Schema.Metadata);
        var built = new List<ArrayData>(schema.FieldsList.Count);
        return Build(schema, built, rows.Count, () =>
        {
            for (var c = 0; c < source.ColumnCount; c++)
            {
                built.Add(_arrays.Take(source.Column(c), rows));
            }

            built.Add(_arrays.Lists(ReasonsType, Reasons(batch, rows)));
            built.Add(_arrays.Repeat(Encoding.UTF8.GetBytes(origin.Path), rows.Count));
            built.Add(_arrays.RowNumbers(origin.FirstRow, rows));
        });
    }

    // Rows that come out of another run's quarantine keep what that run said of them, under another name.
    private static Field Delivered(Field field) =>
        Added.Contains(field.Name, StringComparer.OrdinalIgnoreCase) ? new Field($"{field.Name}_before", field.DataType, field.IsNullable, field.Metadata) : field;

    private static RecordBatch Build(Schema schema, List<ArrayData> built, int rows, Action build)
    {
        try
        {
            build();
            return new RecordBatch(schema, built.Select(ArrowArrayFactory.BuildArray), rows);
        }
        catch
        {
            foreach (var array in built)
            {
                array.Dispose();
            }

            throw;
        }
    }

    private List<IReadOnlyList<byte[]>> Reasons(StageBatch batch, RowSelection rows)
    {
        var texts = batch.Reasons.Select(pair => (Text: Utf8(pair.Reason), pair.Rows)).ToArray();
        var result = new List<IReadOnlyList<byte[]>>(rows.Count);
        foreach (var (start, length) in rows.Runs)
        {
            for (var row = start; row < start + length; row++)
            {
                var reasons = new List<byte[]>(2);
                foreach (var (text, mask) in texts)
                {
                    if (BitMask.Get(mask, row))
                    {
                        reasons.Add(text);
                    }
                }

                result.Add(reasons);
            }
        }

        return result;
    }

    private byte[] Utf8(string reason)
    {
        if (!_reasons.TryGetValue(reason, out var bytes))
        {
            _reasons[reason] = bytes = Encoding.UTF8.GetBytes(reason);
        }

        return bytes;
    }
}
