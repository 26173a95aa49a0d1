using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Spark.Worker.Commands;

/// <summary>What travels as a function: a name and settings as data, never code. JSON in UTF-8.</summary>
internal sealed record WorkerCommand
{
    /// <summary>The layout of this record; another number is refused.</summary>
    public const int CurrentFormat = 1;

    /// <summary>What the header's version text of our tasks starts with.</summary>
    public const string DriverVersionPrefix = "millrace/";

    public static JsonSerializerOptions JsonOptions { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = 32,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
    };

    public required int Format { get; init; }

    /// <summary>The application's version: both sides must be the same build.</summary>
    public required string Application { get; init; }

    /// <summary>The registered name; for a method what to call it in messages.</summary>
    public required string Operator { get; init; }

    /// <summary>A function written in place; absent where the operator is a registered one.</summary>
    public MethodReference? Method { get; init; }

    /// <summary>Absent where the operator takes none.</summary>
    public JsonElement? Settings { get; init; }

    /// <summary>The declared output schema as an Arrow IPC stream without batches: Spark reads columns by position and trusts their types.</summary>
    public required byte[] OutputSchema { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonOptions);

    /// <summary>Reads a command and refuses one of another format or application.</summary>
    public static WorkerCommand Parse(byte[] bytes, string application)
    {
        WorkerCommand? command;
        try
        {
            command = JsonSerializer.Deserialize<WorkerCommand>(bytes, JsonOptions);
        }
        catch (JsonException)
        {
            throw new CommandRefusedException("The command is not one that Millrace.Spark wrote.");
        }

        if (command is not { Format: CurrentFormat })
        {
            throw new CommandRefusedException($"The command has format {command?.Format}; this worker reads {CurrentFormat}.");
        }

        return command.Application == application
            ? command
            : throw new CommandRefusedException(
                $"The driver runs {command.Application} and this executor has {application}. Put the same build on both sides.");
    }
}
