using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Millrace.Jobs.Baselines;

namespace Millrace.Jobs.Stages.Model;

/// <summary>What the network says of each test row, and the label; kept in the order of row ids, so that the bytes are the same wherever the rows came from.</summary>
/// <param name="width">Outputs of a row.</param>
internal sealed class TestOutputs(int width)
{
    private readonly List<(long Hi, long Lo)> _ids = [];
    private readonly List<float> _outputs = [];
    private readonly List<float> _labels = [];

    /// <summary>Keeps the rows of a batch (borrowed).</summary>
    public void Add(RecordBatch batch, ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels)
    {
        var high = ((Int64Array)batch.Column(FeatureColumns.IdHi)).Values;
        var low = ((Int64Array)batch.Column(FeatureColumns.IdLo)).Values;
        for (var row = 0; row < batch.Length; row++)
        {
            _ids.Add((high[row], low[row]));
        }

        _outputs.AddRange(outputs);
        _labels.AddRange(labels);
    }

    /// <summary>Writes both files; little-endian float32.</summary>
    /// <returns>SHA-256 of the outputs.</returns>
    public async Task<string> WriteAsync(string outputsFile, string labelsFile, CancellationToken cancellationToken)
    {
        var order = IdOrder.Of(_ids);
        var outputs = MemoryMarshal.AsBytes<float>(IdOrder.Arrange(_outputs, width, order)).ToArray();
        await File.WriteAllBytesAsync(outputsFile, outputs, cancellationToken);
        await File.WriteAllBytesAsync(labelsFile, MemoryMarshal.AsBytes<float>(IdOrder.Arrange(_labels, 1, order)).ToArray(), cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(outputs));
    }
}
