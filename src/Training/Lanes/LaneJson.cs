using System.Text.Json.Serialization;

namespace Millrace.Training.Lanes;

/// <summary>JSON of lane files: no type is chosen by what is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SpoolHeader))]
internal sealed partial class LaneJson : JsonSerializerContext;
