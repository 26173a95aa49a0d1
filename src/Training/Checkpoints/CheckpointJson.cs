using System.Text.Json.Serialization;

namespace Millrace.Training.Checkpoints;

/// <summary>JSON of checkpoints and of <c>metrics.jsonl</c>: no type is chosen by what is read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointHeader))]
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(EpochRecord))]
[JsonSerializable(typeof(StateProgress))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
