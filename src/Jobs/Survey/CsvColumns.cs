using System.Globalization;
using System.Text;

namespace Millrace.Jobs.Survey;

/// <summary>Names a CSV file's columns from its first record.</summary>
internal static class CsvColumns
{
    /// <summary>Reads the header; without one, as many numbered columns as the first record has fields.</summary>
    /// <exception cref="BadFileException">There is no first record, or it cannot be a header.</exception>
    public static IReadOnlyList<ColumnSchema> Read(Stream stream, CsvOptions options)
    {
        var reader = new CsvRecordReader(stream, options);
        if (!reader.Read())
        {
            throw new BadFileException(BadFileFault.Empty, "the file has no line");
        }

        if (reader.Fault is not null)
        {
            throw new BadFileException(BadFileFault.Foreign, $"the first line is not CSV ({reader.Fault})");
        }

        var names = new List<string>();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            names.Add(options.Header ? Decode(reader.Field(i)) : string.Create(CultureInfo.InvariantCulture, $"column{i}"));
        }

        if (names.Exists(name => name.Length == 0) || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new BadFileException(BadFileFault.Corrupt, "the header has an empty name or one name twice");
        }

        return [.. names.Select(name => new ColumnSchema(name, "string", true))];
    }

    private static string Decode(ReadOnlySpan<byte> field)
    {
        if (field.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(field))
        {
            throw new BadFileException(BadFileFault.Foreign, "the header is not UTF-8 text");
        }

        return Encoding.UTF8.GetString(field);
    }
}
