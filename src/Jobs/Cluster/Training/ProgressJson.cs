using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Training;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>A report of the live view as one line. Losses and rates may be any number: one that is not finite is shown as such.</summary>
internal static class ProgressJson
{
    private const byte LineEnd = (byte)'\n';

    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The report with the end of its line.</summary>
    public static byte[] Line(TrainingProgress report) => [.. JsonSerializer.SerializeToUtf8Bytes(report, Options), LineEnd];

    /// <summary>The report of a line without its end; null where the line is torn.</summary>
    public static TrainingProgress? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingProgress>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
