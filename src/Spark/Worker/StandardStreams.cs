using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Millrace.Spark.Worker;

/// <summary>The process's own streams as bytes: the worker's stdout is protocol, so nothing may format text onto it.</summary>
internal static partial class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

    public static FileStream OpenInput() => new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    public static FileStream OpenOutput() => new(new SafeFileHandle(Output, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public static FileStream OpenError() => new(new SafeFileHandle(Error, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    /// <summary>Takes stdout away from the rest of the process: what an operator prints goes to stderr and not between the protocol's bytes.</summary>
    public static FileStream TakeOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return OpenOutput();
        }

        var kept = Duplicate(Output);
        _ = Duplicate(Error, Output);
        return new FileStream(new SafeFileHandle(kept, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int descriptor, int target);
}
