using Microsoft.Win32.SafeHandles;

namespace Millrace.Spark.Worker;

/// <summary>The process's own streams as bytes: the worker's stdout is protocol, so nothing may format text onto it.</summary>
internal static class StandardStreams
{
    public static FileStream OpenInput() => new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    public static FileStream OpenOutput() => new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public static FileStream OpenError() => new(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
