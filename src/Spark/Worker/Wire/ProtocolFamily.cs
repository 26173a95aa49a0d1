namespace Millrace.Spark.Worker.Wire;

/// <summary>The layouts of a task's header. They are told apart by what is sent, never by a setting.</summary>
internal enum ProtocolFamily
{
    /// <summary>Spark 4.0: binary task context, barrier endpoint always present.</summary>
    Spark40,

    /// <summary>Spark 4.1: binary task context, barrier endpoint only in a barrier stage.</summary>
    Spark41,

    /// <summary>Spark 4.2: task context as JSON.</summary>
    Spark42,

    /// <summary>Spark 4.3: as 4.2, within one length-prefixed frame.</summary>
    Spark43,
}
