using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Spark;

/// <summary>
/// What a worker tells of a failure. Spark carries one text from worker to driver; this record is written at its beginning, so the driver reads a typed
/// code and never a sentence. Immutable.
/// </summary>
public sealed record ExecutorFailure
{
    private const string Mark = "millrace-failure ";
    private const int LongestText = 2000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = 8,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Why it failed.</summary>
    public required ExecutorFailureKind Kind { get; init; }

    /// <summary>Full name of the C# exception's type; empty where a process ended without one.</summary>
    public string ExceptionType { get; init; } = "";

    /// <summary>The C# exception's message, cut after 2,000 characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>The function's name; empty where it is not known.</summary>
    public string Operator { get; init; } = "";

    /// <summary>Stage of the task; -1 where it is not known.</summary>
    public int StageId { get; init; } = -1;

    /// <summary>Partition of the task; -1 where it is not known.</summary>
    public int PartitionId { get; init; } = -1;

    /// <summary>Attempt of the task, from 0; -1 where it is not known.</summary>
    public int AttemptNumber { get; init; } = -1;

    /// <summary>What was worked on: of the failed task what it named, after a crash all that was in flight.</summary>
    public IReadOnlyList<string> Assignments { get; init; } = [];

    /// <summary>The C# exception as text with its stack and causes; empty where Spark was told to hide it.</summary>
    [JsonIgnore]
    public string StackTrace { get; init; } = "";

    /// <summary>The failure as one sentence.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Operator.Length > 0)
        {
            text.Append("Operator ").Append(Operator).Append(", ");
        }

        if (StageId >= 0)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"stage {StageId}, partition {PartitionId}, attempt {AttemptNumber}: ");
        }

        if (ExceptionType.Length > 0)
        {
            text.Append(ExceptionType).Append(": ");
        }

        return text.Append(Message).AppendJoin("", Assignments.Select(static one => $"\n  {one}")).ToString();
    }

    /// <summary>The text for Spark: mark, record on one line, stack.</summary>
    internal string ToWireText()
    {
        var cut = Message.Length <= LongestText ? this : this with { Message = Message[..LongestText] + "…" };
        return $"{Mark}{JsonSerializer.Serialize(cut, Options)}\n{StackTrace}";
    }

    /// <summary>The record out of a text in which Spark may have wrapped it; null where there is none.</summary>
    internal static ExecutorFailure? Find(string text)
    {
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var line = text.AsSpan(at + Mark.Length);
        var end = line.IndexOf('\n');
        var json = end < 0 ? line : line[..end];
        try
        {
            var bytes = Encoding.UTF8.GetBytes(json.ToArray());
            var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(bytes), new JsonReaderOptions { MaxDepth = 8, AllowMultipleValues = true });
            return JsonSerializer.Deserialize<ExecutorFailure>(ref reader, Options) is { } failure
                ? failure with { StackTrace = end < 0 ? "" : line[(end + 1)..].TrimEnd().ToString() }
                : null;
        }
        catch (JsonException)
        {
            return null; // the server shortened it
        }
    }
}
