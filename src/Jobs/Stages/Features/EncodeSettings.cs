using System.Security.Cryptography;
using Millrace.Features.Encoders;

namespace Millrace.Jobs.Stages.Features;

/// <summary>What encoding needs to know, as data.</summary>
/// <param name="Learning">The job.</param>
/// <param name="ModelFile">Full path of the frozen feature model's JSON.</param>
/// <param name="ModelFileSha256">Hash of that file's bytes, hexadecimal.</param>
/// <param name="Lanes">V, the lanes that rows are dealt to.</param>
internal sealed record EncodeSettings(LearningSettings Learning, string ModelFile, string ModelFileSha256, int Lanes)
{
    /// <summary>The settings with the hash of the file as it is.</summary>
    public static EncodeSettings Of(LearningSettings learning, string modelFile, int lanes) =>
        new(learning, modelFile, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(modelFile))), lanes);

    /// <summary>The model, from the very file that was meant.</summary>
    /// <exception cref="JobFailedException">The file is another one.</exception>
    public FeatureModel ReadModel()
    {
        var bytes = File.ReadAllBytes(ModelFile);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == ModelFileSha256
            ? FeatureModel.FromJson(bytes)
            : throw new JobFailedException($"{ModelFile} changed while it was used; run the job again.");
    }
}
