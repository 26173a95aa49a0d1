using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Millrace.Jobs.Baselines;

namespace Millrace.Jobs.Stages.Model;

/// <summary>
/// What the network says of each test row, and the label; written in the order of row ids, so that the bytes are the same wherever the rows came from. Memory is bounded whatever the number
/// of rows. Dispose to remove what was held on disk.
/// </summary>
/// <param name="folder">Where rows are held that are too many for memory.</param>
/// <param name="width">Outputs of a row.</param>
internal sealed class TestOutputs(string folder, int width) : IDisposable
{
    private const int BufferBytes = 1 << 20;

    // The label stands behind the outputs.
    private readonly IdSortedRows _rows = new(folder, width + 1);
    private readonly float[] _row = new float[width + 1];

    /// <summary>Keeps the rows of a batch (borrowed).</summary>
    public void Add(RecordBatch batch, ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels)
    {
        var high = ((Int64Array)batch.Column(FeatureColumns.IdHi)).Values;
        var low = ((Int64Array)batch.Column(FeatureColumns.IdLo)).Values;
        for (var row = 0; row < batch.Length; row++)
        {
            outputs.Slice(row * width, width).CopyTo(_row);
            _row[width] = labels[row];
            _rows.Add(high[row], low[row], _row);
        }
    }

    /// <summary>Writes both files; little-endian float32.</summary>
    /// <returns>SHA-256 of the outputs.</returns>
    public string Write(string outputsFile, string labelsFile, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var outputs = new FileStream(outputsFile, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        using var labels = new FileStream(labelsFile, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        foreach (var row in _rows.ReadInOrder())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = MemoryMarshal.AsBytes(row.AsSpan());
            hash.AppendData(bytes[..^sizeof(float)]);
            outputs.Write(bytes[..^sizeof(float)]);
            labels.Write(bytes[^sizeof(float)..]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();
}
