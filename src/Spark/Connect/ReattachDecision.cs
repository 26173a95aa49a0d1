namespace Millrace.Spark.Connect;

/// <summary>What to do after a result stream failed.</summary>
internal enum ReattachDecision
{
    /// <summary>Wait, then ask for the same operation's results after the last one received.</summary>
    Reattach,

    /// <summary>The operation never reached the server: send it, under the same id.</summary>
    Execute,

    /// <summary>The session is gone; nothing is run again.</summary>
    Lost,

    /// <summary>The failure is the operation's own.</summary>
    Fail,
}
