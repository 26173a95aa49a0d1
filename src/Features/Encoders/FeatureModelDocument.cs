using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Features.Encoders.Labels;

namespace Millrace.Features.Encoders;

/// <summary>The file form of a <see cref="FeatureModel"/>: members in this order, names in snake_case, numbers in the shortest form that reads back.</summary>
internal sealed record FeatureModelDocument
{
    /// <summary>What <see cref="Format"/> says of files written now.</summary>
    public const string CurrentFormat = "millrace.features/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = 16,
    };

    public required string Format { get; init; }

    public required long TrainingRows { get; init; }

    public required int SampledRows { get; init; }

    public required IReadOnlyList<ReadColumn> Reads { get; init; }

    public required IReadOnlyList<FittedColumn> Columns { get; init; }

    public required IReadOnlyList<LabelLayout> Labels { get; init; }

    public required string? Weight { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static FeatureModelDocument FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<FeatureModelDocument>(json, Options) ?? throw new InvalidDataException("The feature model is empty.");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"The feature model cannot be read: {failure.Message}", failure);
        }
    }
}
