using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>Rows that could not be cut into columns, in the quarantine's layout: their bytes, the reason, and where they came from.</summary>
internal static class BadRowBatch
{
    private static readonly Schema Layout = new(
        [
            new Field("_raw", BinaryType.Default, nullable: false),
            new Field("_reasons", new ListType(new Field("item", StringType.Default, nullable: true)), nullable: false),
            new Field("_source_file", StringType.Default, nullable: false),
            new Field("_source_row", Int64Type.Default, nullable: false),
        ],
        metadata: null);

    /// <summary>A batch that belongs to the caller.</summary>
    public static RecordBatch Of(IReadOnlyList<BadRow> rows, string path)
    {
        var raw = new BinaryArray.Builder();
        var reasons = new ListArray.Builder(StringType.Default);
        var texts = (StringArray.Builder)reasons.ValueBuilder;
        var files = new StringArray.Builder();
        var numbers = new Int64Array.Builder();
        foreach (var row in rows)
        {
            raw.Append(row.Raw.Span);
            reasons.Append();
            texts.Append(row.Reason);
            files.Append(path);
            numbers.Append(row.Row);
        }

        return new RecordBatch(Layout, [raw.Build(), reasons.Build(), files.Build(), numbers.Build()], rows.Count);
    }
}
