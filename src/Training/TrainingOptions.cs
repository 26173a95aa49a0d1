using System.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Millrace.Training;

/// <summary>Where and with what a plan is trained. Nothing here changes the weights, except that <see cref="Deadline"/> may end training early.</summary>
public sealed record TrainingOptions
{
    /// <summary>N, the ranks: a power of two up to the plan's lanes.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>What a rank is.</summary>
    public RankMode Mode { get; init; } = RankMode.Threads;

    /// <summary>Folder for checkpoints; null: none are written and nothing can be resumed.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Least time between two checkpoints, 1 second or more. One is also written when training is cancelled or meets its deadline.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Writes a checkpoint every so many steps as well; 0: by time only.</summary>
    public int CheckpointSteps { get; init; }

    /// <summary>Goes on from the newest sound checkpoint in <see cref="CheckpointFolder"/>, if there is one.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>Most memory of a rank for blocks of rows that are read ahead of their turn, where lanes lie on disk; 0 (each window of 16 blocks a lane is read when it opens) to 1 TiB.</summary>
    public long ReadAheadBytes { get; init; } = 256L << 20;

    /// <summary>File for one JSON line an epoch; null: none. On resume it is cut back to the checkpoint.</summary>
    public string? MetricsFile { get; init; }

    /// <summary>Folder for files that rank processes share; needed for <see cref="RankMode.Processes"/>.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>
    /// Time after which training stops at the end of a step and the model is marked "stopped by time, not reproducible"; null: none.
    /// </summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Least time between two reports of progress.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Executable and leading arguments that start a rank process; null: this process's own executable.</summary>
    public IReadOnlyList<string>? RankCommand { get; init; }

    /// <summary>Whether TCP links are encrypted with a certificate made for the run.</summary>
    public bool Tls { get; init; }

    /// <summary>Silence on a TCP link after which a rank is given up; 200 ms to 10 minutes.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Time after which a rank is given up that lives but does not deliver its part of a step.</summary>
    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told the ids of the rank processes: tests kill one.</summary>
    internal Action<IReadOnlyList<int>>? RanksStarted { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets messages 3000 to 3099 of all ranks on this machine, threads and processes; null: nobody. Must be thread-safe.</summary>
    public ILogger? Logger { get; init; }

    internal ILogger LoggerOrNone => Logger ?? NullLogger.Instance;

    /// <summary>All faults of these options for a plan with <paramref name="lanes"/> lanes; empty when they are sound.</summary>
    public IReadOnlyList<string> Validate(int lanes)
    {
        var faults = new List<string>();
        if (!BitOperations.IsPow2(Ranks) || Ranks > lanes)
        {
            faults.Add($"ranks must be a power of two up to the {lanes} lanes, not {Ranks}");
        }

        if (CheckpointInterval < TimeSpan.FromSeconds(1))
        {
            faults.Add($"the checkpoint interval must be at least one second, not {CheckpointInterval}");
        }

        if (CheckpointSteps < 0)
        {
            faults.Add($"checkpoint steps must be 0 or more, not {CheckpointSteps}");
        }

        if (ReadAheadBytes is < 0 or > 1L << 40)
        {
            faults.Add($"read-ahead must be 0 to 1 TiB, not {ReadAheadBytes} bytes");
        }

        if (PeerTimeout < TimeSpan.FromMilliseconds(200) || PeerTimeout > TimeSpan.FromMinutes(10))
        {
            faults.Add($"the peer timeout must be 200 ms to 10 minutes, not {PeerTimeout}");
        }

        if (StepDeadline < PeerTimeout)
        {
            faults.Add($"the step deadline {StepDeadline} must be at least the peer timeout {PeerTimeout}");
        }

        if (Mode == RankMode.Processes && WorkFolder is null)
        {
            faults.Add("rank processes need a work folder");
        }

        if (Deadline is { } deadline && deadline <= TimeSpan.Zero)
        {
            faults.Add($"the deadline must be positive, not {deadline}");
        }

        return faults;
    }
}
