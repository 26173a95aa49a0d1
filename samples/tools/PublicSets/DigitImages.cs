using System.Buffers.Binary;
using System.IO.Compression;
using DuckDB.NET.Data;

namespace Millrace.Samples.PublicSets;

/// <summary>Images and labels in the IDX format of MNIST to one Parquet file; the last 2,000 in file order are the test.</summary>
internal static class DigitImages
{
    private const int ImagesMagic = 2051;
    private const int LabelsMagic = 2049;
    private const int TestImages = 2_000;

    /// <summary>Writes <c>digits.parquet</c>: number, part, label, pixels; gives the rows.</summary>
    public static int Write(DuckDBConnection connection, string source, string folder)
    {
        var images = Unpack(Path.Combine(source, "t10k-images-idx3-ubyte.gz"), ImagesMagic, headerInts: 4, out var count);
        var labels = Unpack(Path.Combine(source, "t10k-labels-idx1-ubyte.gz"), LabelsMagic, headerInts: 2, out var labelCount);
        if (labelCount != count)
        {
            throw new InvalidDataException($"{count} images, but {labelCount} labels");
        }

        var pixels = images.Length / count;
        Execute(connection, "SET threads = 1");
        Execute(connection, "CREATE TABLE digits (number BIGINT, part VARCHAR, label BIGINT, pixels UTINYINT[])");
        using (var appender = connection.CreateAppender("digits"))
        {
            for (var image = 0; image < count; image++)
            {
                appender.CreateRow()
                    .AppendValue((long)image)
                    .AppendValue(image < count - TestImages ? "train" : "test")
                    .AppendValue((long)labels[image])
                    .AppendValue(images.AsSpan(image * pixels, pixels).ToArray().AsEnumerable())
                    .EndRow();
            }
        }

        Execute(connection, $"COPY digits TO '{Path.Combine(folder, "digits.parquet").Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)");
        return count;
    }

    private static byte[] Unpack(string path, int magic, int headerInts, out int count)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        packed.CopyTo(memory);
        var bytes = memory.ToArray();
        if (BinaryPrimitives.ReadInt32BigEndian(bytes) != magic)
        {
            throw new InvalidDataException($"{path} is not an IDX file of the kind {magic}");
        }

        count = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
        return bytes[(4 * headerInts)..];
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
