using System.Diagnostics;
using System.Globalization;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Isolation;

/// <summary>
/// Runs one task in a process of its own: this process only passes bytes, the task's to the child's stdin, the child's frames from its stdout to Spark. A child
/// that dies ends its task and nothing else. Immutable and thread-safe.
/// </summary>
/// <param name="executable">This application.</param>
/// <param name="options">Limits.</param>
internal sealed class TaskChild(string executable, WorkerOptions options)
{
    /// <summary>The module name with which the application starts as such a child.</summary>
    public const string Module = "millrace.task";

    /// <summary>Runs a task; afterwards the connection carries no other.</summary>
    /// <param name="header">The bytes of its header.</param>
    /// <param name="connection">What follows.</param>
    /// <param name="writer">Where the answer goes.</param>
    /// <param name="memoryBytes">All that the child may use; null: unlimited.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="ChildCrashException">The child died; an Arrow stream that it left open has been ended, so that a failure can be written.</exception>
    public async Task RunAsync(byte[] header, Stream connection, WireWriter writer, long? memoryBytes, CancellationToken cancellationToken)
    {
        using var process = Start(memoryBytes);
        await using var killing = cancellationToken.Register(() => Kill(process));
        // It ends when Spark has closed its side, which Spark does on reading the answer.
        _ = Task.Factory.StartNew(
            () => PassInput(header, connection, process.StandardInput.BaseStream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var frames = PassOutput(new WireReader(process.StandardOutput.BaseStream, int.MaxValue), writer);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
        {
            return;
        }

        if (frames > 0)
        {
            writer.Target.Write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);
        }

        throw new ChildCrashException(process.ExitCode, AssignmentLog.ReadLeftBy(process.Id));
    }

    private Process Start(long? memoryBytes)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-m");
        start.ArgumentList.Add(Module);
        if (memoryBytes is { } bytes)
        {
            start.ArgumentList.Add(bytes.ToString(CultureInfo.InvariantCulture));
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The process of an isolated task could not be started.");
    }

    private void PassInput(byte[] header, Stream connection, Stream child)
    {
        try
        {
            child.Write(header);
            var buffer = new byte[options.ConnectionBufferBytes];
            while (connection.Read(buffer) is > 0 and var read)
            {
                child.Write(buffer, 0, read);
                child.Flush();
            }

            child.Dispose();
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The child has ended, or Spark has closed the connection: the other direction says which.
        }
    }

    private static int PassOutput(WireReader child, WireWriter writer)
    {
        var frames = 0;
        try
        {
            while (child.ReadInt32OrEnd() is { } length)
            {
                writer.Target.Write(child.ReadExactly(length));
                writer.Flush();
                frames++;
            }
        }
        catch (WorkerProtocolException)
        {
            // It died inside a frame, which is not passed on.
        }

        return frames;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
