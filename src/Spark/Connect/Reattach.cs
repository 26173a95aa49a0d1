namespace Millrace.Spark.Connect;

/// <summary>
/// Decides how a result stream goes on: a pure function. An operation is sent a second time only if the server, still holding the
/// session, says that it does not know the operation and nothing of it was ever received; so no work with effects is done twice.
/// </summary>
internal static class Reattach
{
    /// <summary>The decision for one failure.</summary>
    /// <param name="anythingReceived">Whether any response of the operation has arrived.</param>
    /// <param name="asked">Whether the failed call was a reattach; else it was the first send.</param>
    /// <param name="failure">The failed call's codes.</param>
    public static ReattachDecision Decide(bool anythingReceived, bool asked, Failure failure) => failure.ErrorClass switch
    {
        "INVALID_HANDLE.SESSION_NOT_FOUND" or "INVALID_HANDLE.SESSION_CHANGED" or "INVALID_HANDLE.SESSION_CLOSED" => ReattachDecision.Lost,
        "INVALID_HANDLE.OPERATION_NOT_FOUND" => asked && !anythingReceived ? ReattachDecision.Execute : ReattachDecision.Fail,
        "INVALID_HANDLE.OPERATION_ALREADY_EXISTS" => asked ? ReattachDecision.Fail : ReattachDecision.Reattach,
        _ => Retry.IsTransient(failure) ? ReattachDecision.Reattach : ReattachDecision.Fail,
    };
}
