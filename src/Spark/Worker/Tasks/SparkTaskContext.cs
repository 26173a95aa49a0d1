using Millrace.Spark.Worker.Isolation;
using Millrace.Spark.Worker.Memory;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>What a function in an executor may know of the task that it runs in. Immutable and thread-safe, but for <see cref="AddToDriver"/>, which locks.</summary>
public sealed class SparkTaskContext
{
    private const string AddressesProperty = "addresses";
    private readonly TaskHeader _header;
    private readonly RunningAssignment _running;
    private readonly List<byte[]> _messages = [];

    internal SparkTaskContext(TaskHeader header, WorkerOptions options, MemoryBudget? memory, long bufferBytes, TaskLife life)
    {
        _header = header;
        _running = life.Running!;
        Memory = memory;
        BufferBytes = bufferBytes;
        Barrier = header.Barrier is null ? null : new BarrierContext(header.Barrier, Addresses, header.PartitionId, options, life.Token);
    }

    /// <summary>The partition that this task computes, from 0.</summary>
    public int PartitionId => _header.PartitionId;

    /// <summary>The stage that the task belongs to.</summary>
    public int StageId => _header.StageId;

    /// <summary>0 for the first attempt at this partition.</summary>
    public int AttemptNumber => _header.AttemptNumber;

    /// <summary>Unique over all attempts of the application.</summary>
    public long TaskAttemptId => _header.TaskAttemptId;

    /// <summary>Processors that Spark gives to the task.</summary>
    public int Cpus => _header.Cpus;

    /// <summary>Addresses of other resources by name, such as <c>gpu</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Resources => _header.Resources;

    /// <summary>The barrier calls; null where the stage is not a barrier stage.</summary>
    public BarrierContext? Barrier { get; }

    /// <summary>In a barrier stage the hosts of the executors, in the order of their partitions; else empty.</summary>
    public IReadOnlyList<string> Addresses => LocalProperty(AddressesProperty) is { Length: > 0 } text ? text.Split(',') : [];

    /// <summary>A local property or session setting whose key starts with <c>spark</c>; null where there is none. Such values may be secret: never log them.</summary>
    public string? LocalProperty(string key) => _header.LocalProperties.GetValueOrDefault(key);

    /// <summary>The limits of this process, for an embedded engine and other memory of the host; null where there are none.</summary>
    public MemoryBudget? Memory { get; }

    /// <summary>What this task may hold in batches, bytes.</summary>
    public long BufferBytes { get; }

    /// <summary>Says what is worked on, as a file and its row groups: if the process dies, the error names it.</summary>
    public void NameAssignment(string what) => _running.Name(what);

    /// <summary>Sends a few bytes to the driver beside the rows, as an observed metric. A retried task sends again: never count with it.</summary>
    public void AddToDriver(byte[] message)
    {
        lock (_messages)
        {
            _messages.Add(message);
        }
    }

    internal byte[][] TakeMessages()
    {
        lock (_messages)
        {
            return [.. _messages];
        }
    }
}
