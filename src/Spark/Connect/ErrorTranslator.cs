using Grpc.Core;

namespace Millrace.Spark.Connect;

/// <summary>Turns a failed call into the exception the caller sees, from typed codes only.</summary>
internal static class ErrorTranslator
{
    private const int MaxErrors = 64;
    private const int MaxFrames = 512;

    /// <summary>The exception for a failure about which nothing more can be asked.</summary>
    public static SparkException Translate(Failure failure, SparkError error, Exception? cause)
    {
        string message = Describe(failure, error);
        if (error.ErrorClass is "INVALID_HANDLE.SESSION_NOT_FOUND" or "INVALID_HANDLE.SESSION_CHANGED" or "INVALID_HANDLE.SESSION_CLOSED")
        {
            return new SessionLostException(message, error, cause);
        }

        if (failure.Untrusted is { } refusal)
        {
            return new SparkUntrustedException($"No TLS with this server, and nothing was sent: {refusal}", error, cause);
        }

        if (error.ErrorClass is "OPERATION_CANCELED")
        {
            return new OperationInterruptedException(message, error, cause);
        }

        for (SparkError? one = error; one is not null; one = one.Cause)
        {
            if (FindFailure(one) is { } told)
            {
                return new ExecutorFunctionException(told, error, cause);
            }

            if (one.Classes.Contains("org.apache.spark.api.python.PythonException"))
            {
                return new ExecutorFunctionException(one.Message.Length > 0 ? one.Message : message, error, cause);
            }
        }

        return error.Classes switch
        {
            var c when c.Contains("org.apache.spark.sql.catalyst.parser.ParseException") => new ParseException(message, error, cause),
            var c when c.Contains("org.apache.spark.sql.AnalysisException") => new AnalysisException(message, error, cause),
            _ => failure switch
            {
                { Code: StatusCode.Unauthenticated or StatusCode.PermissionDenied } => new SparkUnauthenticatedException(message, error, cause),
                { Transport: true } => new SparkUnavailableException(message, error, cause),
                _ => new SparkException(message, error, cause),
            },
        };
    }

    /// <summary>The error with its chain of causes, out of the server's details.</summary>
    public static SparkError? Read(Protos.FetchErrorDetailsResponse details)
    {
        if (!details.HasRootErrorIdx)
        {
            return null;
        }

        // The causes refer to each other by index: followed at most as far as there are errors, so a cycle ends.
        var chain = new List<Protos.FetchErrorDetailsResponse.Types.Error>();
        int next = details.RootErrorIdx;
        while (next >= 0 && next < details.Errors.Count && chain.Count < Math.Min(details.Errors.Count, MaxErrors))
        {
            chain.Add(details.Errors[next]);
            next = details.Errors[next].HasCauseIdx ? details.Errors[next].CauseIdx : -1;
        }

        SparkError? result = null;
        for (int i = chain.Count - 1; i >= 0; i--)
        {
            result = ReadOne(chain[i], result);
        }

        return result;
    }

    // Where the error class has parameters, the whole text is one of them, and the message is made from it.
    private static ExecutorFailure? FindFailure(SparkError error) =>
        ExecutorFailure.Find(error.MessageParameters.GetValueOrDefault("traceback", "")) ?? ExecutorFailure.Find(error.Message);

    private static SparkError ReadOne(Protos.FetchErrorDetailsResponse.Types.Error error, SparkError? cause) => new()
    {
        ErrorClass = error.SparkThrowable?.ErrorClass ?? "",
        SqlState = error.SparkThrowable?.SqlState ?? "",
        Message = error.Message,
        Classes = [.. error.ErrorTypeHierarchy],
        MessageParameters = error.SparkThrowable is null ? new Dictionary<string, string>() : new Dictionary<string, string>(error.SparkThrowable.MessageParameters),
        QueryContexts = error.SparkThrowable is null ? [] : [.. error.SparkThrowable.QueryContexts.Select(static c =>
            new SparkQueryContext(c.ObjectType, c.ObjectName, c.StartIndex, c.StopIndex, c.Fragment))],
        ServerStackTrace = [.. error.StackTrace.Take(MaxFrames).Select(static f =>
            $"{f.DeclaringClass}.{f.MethodName}({(f.HasFileName ? f.FileName : "Unknown Source")}:{f.LineNumber})")],
        Cause = cause,
    };

    private static string Describe(Failure failure, SparkError error)
    {
        string text = error.Message.Length > 0 ? error.Message : failure.Summary.Message;
        return text.Length > 0 ? text : $"Spark's server answered with {failure.Code}.";
    }
}
