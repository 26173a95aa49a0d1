using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;

namespace Millrace.Spark.Connect;

/// <summary>What one failed call tells in typed codes: the gRPC status, Spark's error class, and the server's wish to be asked again later.</summary>
/// <param name="Code">The gRPC status.</param>
/// <param name="ErrorClass">Spark's error class; empty if the server gave none.</param>
/// <param name="ErrorId">Key under which the server keeps the details; empty if it keeps none.</param>
/// <param name="Transport">Whether the connection failed, not the server's handling.</param>
/// <param name="RetryAfter">The wait the server asks for; <see langword="null"/> if it does not.</param>
/// <param name="Summary">What came with the status itself.</param>
internal sealed record Failure(
    StatusCode Code, string ErrorClass, string ErrorId, bool Transport, TimeSpan? RetryAfter, SparkError Summary)
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Whether this side refused the server's TLS, in words; <see langword="null"/> if it did not.</summary>
    public string? Untrusted { get; init; }

    /// <summary>Reads the codes out of a failed call; a malformed trailer is taken as none.</summary>
    public static Failure From(RpcException exception)
    {
        Protos.ErrorInfo? info = null;
        TimeSpan? retryAfter = null;
        byte[]? trailer = exception.Trailers.GetValueBytes(DetailsTrailer);
        if (trailer is not null && TryParse(trailer) is { } status)
        {
            foreach (var detail in status.Details)
            {
                if (detail.TryUnpack(out Protos.ErrorInfo error))
                {
                    info = error;
                }
                else if (detail.TryUnpack(out Protos.RetryInfo retry))
                {
                    retryAfter = retry.RetryDelay?.ToTimeSpan();
                }
            }
        }

        bool transport = info is null && IsTransport(exception);
        string errorClass = info is not null && info.Metadata.TryGetValue("errorClass", out string? name) ? name : "";
        string errorId = info is not null && info.Metadata.TryGetValue("errorId", out string? id) ? id : "";
        return new Failure(exception.StatusCode, errorClass, errorId, transport, retryAfter, Summarise(exception, info))
        {
            Untrusted = info is null ? TlsRefusal(exception) : null,
        };
    }

    private static Protos.Status? TryParse(byte[] trailer)
    {
        try
        {
            return Protos.Status.Parser.ParseFrom(trailer);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsTransport(RpcException exception)
    {
        if (exception.StatusCode == StatusCode.Unavailable)
        {
            return true;
        }

        for (Exception? cause = exception.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException or SocketException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the handshake said; the connection itself was there, so trying again would only say it again.</summary>
    private static string? TlsRefusal(RpcException exception)
    {
        for (Exception? cause = exception.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return cause.Message;
            }
        }

        return null;
    }

    private static SparkError Summarise(RpcException exception, Protos.ErrorInfo? info)
    {
        if (info is null)
        {
            return SparkError.None with { Message = exception.Status.Detail };
        }

        return new SparkError
        {
            ErrorClass = info.Metadata.GetValueOrDefault("errorClass", ""),
            SqlState = info.Metadata.GetValueOrDefault("sqlState", ""),
            Message = exception.Status.Detail,
            Classes = ReadJson<string[]>(info.Metadata.GetValueOrDefault("classes", "")) ?? (info.Reason.Length > 0 ? [info.Reason] : []),
            MessageParameters = ReadJson<Dictionary<string, string>>(info.Metadata.GetValueOrDefault("messageParameters", "")) ?? [],
        };
    }

    private static T? ReadJson<T>(string json)
        where T : class
    {
        try
        {
            return json.Length == 0 ? null : JsonSerializer.Deserialize<T>(json);
        }
        catch (JsonException)
        {
            return null; // the server shortens long metadata, which cuts the JSON
        }
    }
}
