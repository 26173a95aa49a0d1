using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Millrace.Training.Networks;

namespace Millrace.Training;

/// <summary>
/// Trained weights and the plan they belong to. On disk: <c>"MRMODEL1" | int32 header length | header JSON | weights, raw
/// little-endian float32 | SHA-256 of all before</c>; the format is described in <c>docs/training.md</c>.
/// </summary>
/// <remarks>Immutable and thread-safe; each thread predicts through a predictor of its own.</remarks>
public sealed class TrainedModel
{
    private const int MaxHeaderBytes = 1 << 26;
    private static readonly byte[] Magic = "MRMODEL1"u8.ToArray();
    private readonly float[] _weights;

    internal TrainedModel(TrainingPlan plan, ReadOnlySpan<float> weights, bool reproducible, IReadOnlyList<double>? temperatures = null)
    {
        if (temperatures is not null && (temperatures.Count != plan.Targets.Count || temperatures.Any(static value => !(value > 0 && double.IsFinite(value)))))
        {
            throw new TrainingException($"a model with {plan.Targets.Count} targets has as many temperatures, all positive");
        }

        Plan = plan;
        Temperatures = temperatures;
        Network = Network.Build(
            plan.Network, plan.Input, temperatures is null ? plan.Targets : [.. plan.Targets.Select((target, at) => target with { Temperature = temperatures[at] })]);
        if (Network.Layout.Count != weights.Length)
        {
            throw new TrainingException($"the network has {Network.Layout.Count} parameters, the model {weights.Length}");
        }

        Reproducible = reproducible;
        _weights = weights.ToArray();
        WeightsSha256 = HashOf(weights);
    }

    /// <summary>The plan that was trained.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>All parameters, flat, in the order of the network's layout; running statistics last.</summary>
    public ReadOnlyMemory<float> Weights => _weights;

    /// <summary>SHA-256 (lowercase hex) of the weights as little-endian float32.</summary>
    public string WeightsSha256 { get; }

    /// <summary>False where the deadline ended training: "stopped by time, not reproducible".</summary>
    public bool Reproducible { get; }

    /// <summary>The network that the weights belong to.</summary>
    public Network Network { get; }

    /// <summary>For each target what its logits are divided by; null where the model is not calibrated. Not part of the weights or their hash.</summary>
    public IReadOnlyList<double>? Temperatures { get; }

    /// <summary>The same weights with other temperatures: one a target, 1 where there are no classes; null for none.</summary>
    /// <exception cref="TrainingException">They are not as many as the targets, or not positive.</exception>
    public TrainedModel WithTemperatures(IReadOnlyList<double>? temperatures) => new(Plan, _weights, Reproducible, temperatures);

    /// <summary>SHA-256 (lowercase hex) of <paramref name="weights"/> as little-endian float32.</summary>
    public static string HashOf(ReadOnlySpan<float> weights) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(weights)));

    /// <summary>A predictor for one thread.</summary>
    public Predictor CreatePredictor() => new(this);

    /// <summary>Writes the model to a temporary name, flushes it, and renames it to <paramref name="path"/>.</summary>
    public async Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        var header = new Header(ProductInfo.Version, Plan.Hash, WeightsSha256, _weights.Length, Reproducible, Plan, Temperatures);
        var json = JsonSerializer.SerializeToUtf8Bytes(header, TrainingJson.Options);
        var head = new byte[Magic.Length + 4 + json.Length];
        Magic.CopyTo(head, 0);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(Magic.Length), json.Length);
        json.CopyTo(head, Magic.Length + 4);
        var body = MemoryMarshal.AsBytes<float>(_weights).ToArray();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(head);
        sha.AppendData(body);
        await using (var stream = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stream.WriteAsync(head, cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
            await stream.WriteAsync(sha.GetHashAndReset(), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Reads and checks a model.</summary>
    /// <exception cref="TrainingException">The file is no model, is damaged, or its weights do not fit its network.</exception>
    public static async Task<TrainedModel> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var start = Magic.Length + 4;
        if (bytes.Length < start + 32 || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new TrainingException($"{path} is not a Millrace model");
        }

        var body = bytes.AsSpan(0, bytes.Length - 32);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Magic.Length));
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes.AsSpan(body.Length)) || length is < 2 or > MaxHeaderBytes || length > body.Length - start)
        {
            throw new TrainingException($"the model {path} is damaged: its SHA-256 does not match");
        }

        var header = JsonSerializer.Deserialize<Header>(body.Slice(start, length), TrainingJson.Options)
            ?? throw new TrainingException($"the model {path} has no header");
        var weights = MemoryMarshal.Cast<byte, float>(body[(start + length)..].ToArray());
        var model = new TrainedModel(header.Plan, weights, header.Reproducible, header.Temperatures);
        if (model.WeightsSha256 != header.WeightsSha256 || weights.Length != header.WeightCount || header.PlanHash != header.Plan.Hash)
        {
            throw new TrainingException($"the model {path} was written by another version ({header.Version}): weights or plan do not match its header");
        }

        return model;
    }

    private sealed record Header(
        string Version, string PlanHash, string WeightsSha256, int WeightCount, bool Reproducible, TrainingPlan Plan, IReadOnlyList<double>? Temperatures);
}
