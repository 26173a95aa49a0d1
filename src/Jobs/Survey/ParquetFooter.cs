using Parquet;
using Parquet.Meta;

namespace Millrace.Jobs.Survey;

/// <summary>Reads and checks the footer of a Parquet file.</summary>
internal static class ParquetFooter
{
    /// <summary>Reads a footer. Its length is checked against the file and the limit before anything is allocated.</summary>
    /// <exception cref="BadFileException">The file is no readable Parquet file.</exception>
    public static async Task<SurveyedContent> ReadAsync(FileStream stream, SurveyOptions options, CancellationToken cancellationToken)
    {
        CheckMagic(stream);
        var footerBytes = FileStamp.FooterBytes(stream);
        if (footerBytes < 0)
        {
            throw new BadFileException(BadFileFault.Corrupt, "the footer's length is larger than the file");
        }

        if (footerBytes > options.FooterBytes)
        {
            throw new BadFileException(BadFileFault.TooLarge, $"its footer of {footerBytes} bytes is above the limit of {options.FooterBytes}");
        }

        var hash = FileStamp.HashFooter(stream, footerBytes);
        var metadata = await DecodeAsync(stream, cancellationToken);
        CheckEncryption(metadata);
        var columns = ParquetTypeName.TopLevel(metadata.Schema, out var leafCounts);
        CheckRowGroups(metadata, leafCounts.Sum(), stream.Length - footerBytes - 8);
        return new SurveyedContent(hash, metadata.NumRows, [.. metadata.RowGroups.Select(group => Group(group, columns, leafCounts))], columns);
    }

    private static void CheckMagic(FileStream stream)
    {
        if (stream.Length == 0)
        {
            throw new BadFileException(BadFileFault.Empty, "the file has no bytes");
        }

        var head = new byte[Math.Min(4, stream.Length)];
        stream.Position = 0;
        stream.ReadExactly(head);
        var tail = new byte[head.Length];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        if (head.AsSpan().SequenceEqual("PARE"u8))
        {
            throw new BadFileException(BadFileFault.Encrypted, "the file is encrypted");
        }

        if (!head.AsSpan().SequenceEqual("PAR1"u8))
        {
            throw new BadFileException(BadFileFault.Foreign, "this is not a Parquet file");
        }

        if (!tail.AsSpan().SequenceEqual("PAR1"u8) || stream.Length < 12)
        {
            throw new BadFileException(BadFileFault.Truncated, "the file is truncated: it begins like Parquet and has no footer");
        }
    }

    private static async Task<FileMetaData> DecodeAsync(FileStream stream, CancellationToken cancellationToken)
    {
        try
        {
            stream.Position = 0;
            await using var reader = await ParquetReader.CreateAsync(stream, null, leaveStreamOpen: true, cancellationToken);
            return reader.Metadata ?? throw new BadFileException(BadFileFault.Corrupt, "the footer is empty");
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not BadFileException)
        {
            // The decoder fails with whatever the garbage led it to: index, cast, arithmetic. All of it means the same here.
            throw new BadFileException(BadFileFault.Corrupt, "the footer cannot be decoded", exception);
        }
    }

    private static void CheckEncryption(FileMetaData metadata)
    {
        if (metadata.EncryptionAlgorithm is not null || metadata.RowGroups.Any(group => group.Columns.Any(column => column.CryptoMetadata is not null)))
        {
            throw new BadFileException(BadFileFault.Encrypted, "the file has encrypted columns");
        }
    }

    private static void CheckRowGroups(FileMetaData metadata, int leaves, long dataBytes)
    {
        if (metadata.NumRows < 0 || metadata.RowGroups.Any(group => group.NumRows < 0) || metadata.RowGroups.Sum(group => (decimal)group.NumRows) != metadata.NumRows)
        {
            throw new BadFileException(BadFileFault.Corrupt, "the footer's row counts contradict each other");
        }

        foreach (var chunk in metadata.RowGroups.SelectMany(group => group.Columns))
        {
            if (chunk.MetaData is null || chunk.MetaData.TotalCompressedSize < 0 || chunk.MetaData.DataPageOffset < 0 ||
                chunk.MetaData.DataPageOffset > dataBytes || chunk.MetaData.TotalCompressedSize > dataBytes)
            {
                throw new BadFileException(BadFileFault.Corrupt, "the footer places a column outside the file");
            }
        }

        if (metadata.RowGroups.Any(group => group.Columns.Count != leaves))
        {
            throw new BadFileException(BadFileFault.Corrupt, "a row group has another number of columns than the schema");
        }
    }

    private static RowGroup Group(Parquet.Meta.RowGroup group, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<int> leafCounts)
    {
        var statistics = new ColumnStatistics?[columns.Count];
        var leaf = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            var chunk = group.Columns[leaf].MetaData!;
            statistics[i] = leafCounts[i] == 1 && chunk.PathInSchema.Count == 1 ? FooterStatistics.Read(chunk, columns[i].Type) : null;
            leaf += leafCounts[i];
        }

        return new RowGroup(group.NumRows, group.Columns.Sum(column => column.MetaData!.TotalCompressedSize), statistics);
    }
}
