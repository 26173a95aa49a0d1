using Grpc.Core;

namespace Millrace.Spark.Connect;

/// <summary>Whether a failed call may be made again: a pure function of the typed codes.</summary>
internal static class Retry
{
    /// <summary>
    /// True for lost connections, for a server that asks to be tried again, and for a stream that another stream of the same
    /// operation has taken over. A server whose certificate was refused is none of these: it would be refused again.
    /// </summary>
    public static bool IsTransient(Failure failure) =>
        failure.Untrusted is null
        && (failure.Transport
            || failure.RetryAfter is not null
            || failure.Code is StatusCode.Unavailable
            || failure.ErrorClass == "INVALID_CURSOR.DISCONNECTED");
}
