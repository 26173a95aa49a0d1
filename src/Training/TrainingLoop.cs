using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Training.Checkpoints;
using Millrace.Training.Embeddings;
using Millrace.Training.Hosting;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Training;

/// <summary>
/// One rank's training: restore; then per step take the lanes' rows, forward and backward (rows summed per lane, lanes in the
/// tree), sum over ranks, check, apply, record, maybe checkpoint; at the end of an epoch validate and maybe stop.
/// </summary>
/// <remarks>
/// P parameters, B rows of a step, S steps of an epoch. Every rank holds all P parameters and makes the same decisions from
/// the same sums. Runs on a thread of its own.
/// </remarks>
internal sealed class TrainingLoop : IDisposable
{
    private const int Flags = 4;
    private readonly RankContext _context;
    private readonly RunFacts _facts;
    private readonly List<string> _notes = [];
    private readonly TrainingState _state;
    private readonly LoopCounters _counters;
    private readonly Optimizer _optimizer;
    private readonly OptimizerState _optimizerState;
    private readonly StepFeed _feed;
    private readonly NetworkWorkspace _workspace;
    private readonly EmbeddingStep? _embeddings;
    private readonly StepSums _sums;
    private readonly float[] _gradient;
    private readonly double[] _exchange;
    private readonly int[] _starts;
    private readonly Validator? _validator;
    private readonly CheckpointIdentity _identity;
    private readonly CheckpointStore? _checkpoints;
    private readonly CheckpointWriter? _writer;
    private readonly MetricsFile? _metrics;
    private readonly LoopClock _clock;
    private readonly ILogger _logger;
    private readonly long _resumedFrom;
    private float _quarter = 0.25f;

    /// <summary>Meets the other ranks, restores the state, and makes everything that steps need.</summary>
    public TrainingLoop(RankContext context)
    {
        _context = context;
        var (plan, network, options) = (context.Plan, context.Network, context.Options);
        _facts = RunFacts.Exchange(context);
        _optimizer = new Optimizer(plan.Optimizer, network.Layout);
        _identity = new CheckpointIdentity(plan.Hash, network.Layout, _facts.Data);
        _checkpoints = options.CheckpointFolder is { } folder ? new CheckpointStore(folder, _identity) : null;
        (_state, _optimizerState) = Restore();
        _counters = new LoopCounters(_state.Progress);
        _resumedFrom = _counters.Step;
        RunFacts.Agree(context.Collective, (ulong)_counters.Step, 0, "step to go on from");
        AgreeOnWeights();
        var rows = StepSplit.WorkspaceRows(context.Train, context.Lanes, _facts.Steps, plan.Accumulation);
        var tables = new EmbeddingTables(network.Layout);
        _workspace = tables.AreSparse(plan.BatchRows, plan.Optimizer.Lazy)
            ? network.CreateSparseWorkspace(rows, tables)
            : network.CreateWorkspace(rows);
        _embeddings = EmbeddingStep.For(_workspace, context.Collective, _optimizer);
        _sums = new StepSums(network);
        _exchange = new double[_sums.Values.Length + Flags];
        _gradient = new float[network.Layout.Count];
        _starts = new int[context.Lanes.Count + 1];
        _metrics = context.IsFirst && options.MetricsFile is { } file ? new MetricsFile(file, _counters.History) : null;
        _clock = new LoopClock(options, context.IsFirst);
        _logger = context.IsFirst ? options.LoggerOrNone : NullLogger.Instance;
        try
        {
            _feed = new StepFeed(
                context.Train, context.Lanes,
                new StepFeedSettings { Steps = _facts.Steps, Seed = plan.Seed, Shuffled = true, MaxLength = plan.Input.MaxLength, ReadAheadBytes = options.ReadAheadBytes },
                _counters.StepInEpoch == _facts.Steps ? (_counters.Epoch + 1, 0) : (_counters.Epoch, _counters.StepInEpoch));
            _validator = _facts.ValidationRows > 0 ? new Validator(context, _facts.ValidationRows) : null;
            _writer = context.IsFirst && _checkpoints is not null ? new CheckpointWriter(_checkpoints, _state, options) : null;
            LogStart();
        }
        catch
        {
            // Nobody else can end the threads of a loop that was not made.
            Dispose();
            throw;
        }
    }

    /// <summary>Trains to the end. A cancelled loop writes a checkpoint and ends with no reason.</summary>
    /// <exception cref="TrainingException">Numbers are not finite, or ranks disagree.</exception>
    /// <exception cref="Collectives.PeerException">Another rank is lost.</exception>
    public LoopOutcome Run(CancellationToken cancellationToken)
    {
        AssertSubnormals();
        while (true)
        {
            if (_counters.StepInEpoch == _facts.Steps)
            {
                var (cancelled, reason) = EndEpoch(cancellationToken);
                if (cancelled || reason is not null)
                {
                    return End(reason, cancelled);
                }
            }

            var batch = _feed.Take();
            _clock.AddData();
            var input = batch.Input(0, _context.Lanes.Count, _starts, _counters.Step, _context.Plan.Seed);
            _embeddings?.Prepare(input.Categories, _state.Parameters, _optimizerState);
            _context.Network.ForwardBackward(input, _state.Parameters, _workspace, _gradient, _sums);
            _clock.AddCompute();
            var signals = SumOverRanks(cancellationToken);
            _clock.AddCommunication();
            Apply(input);
            _context.AfterStep?.Invoke(_counters);
            if (_context.Replay?.UntilStep == _counters.Step)
            {
                CatchUpTables();
                return End(StopReason.MaxEpochs, cancelled: false) with { Weights = _state.Parameters };
            }

            if (signals.Cancel || signals.Deadline || signals.SegmentEnd)
            {
                return End(signals is { Cancel: false, Deadline: true } ? StopReason.Deadline : null, signals.Cancel);
            }

            if (signals.Checkpoint)
            {
                BeginCheckpoint();
            }

            Report();
            _clock.AddCompute();
        }
    }

    /// <summary>Waits for the checkpoint in flight and the feed threads.</summary>
    public void Dispose()
    {
        _feed?.Dispose();
        _validator?.Dispose();
        _writer?.Dispose();
    }

    private void LogStart()
    {
        Log.Started(_logger, _context.Plan.Hash, _context.Collective.Ranks, _facts.TrainRows, _facts.Steps);
        foreach (var note in _notes)
        {
            Log.StateNote(_logger, note);
        }

        if (_resumedFrom > 0)
        {
            Log.Resumed(_logger, _resumedFrom);
        }
    }

    private (TrainingState State, OptimizerState Optimizer) Restore()
    {
        // The arrays that were read are the ones that are trained: a state is never held twice.
        var (state, optimizer) = Stored() is { } stored ? (stored, _optimizer.TakeState(stored.First, stored.Second, stored.Averages)) : Fresh();
        if (_context.Segment is not null)
        {
            SegmentState.Spread(_context.Collective, state);
        }

        optimizer.Steps = state.Progress.OptimizerSteps;
        return (state, optimizer);
    }

    private (TrainingState State, OptimizerState Optimizer) Fresh()
    {
        var initial = new float[_context.Network.Layout.Count];
        _context.Network.Initialize(_context.Plan.Seed, initial);
        var optimizer = _optimizer.CreateState(initial);
        var state = new TrainingState
        {
            Parameters = initial,
            First = optimizer.First,
            Second = optimizer.Second,
            Averages = optimizer.Averages,
            Best = new float[initial.Length],
            Progress = new StateProgress(),
        };
        return (state, optimizer);
    }

    private TrainingState? Stored()
    {
        if (_context.Replay is { } replay)
        {
            return replay.Checkpoint is { } checkpoint ? _identity.Load(checkpoint) : null;
        }

        if (_context.Segment is { } segment)
        {
            return _context.IsFirst && segment.StateFile is { } file ? _identity.Load(file) : null;
        }

        return _context.Options.Resume ? _checkpoints?.LoadNewest(_notes, _context.IsFirst) : null;
    }

    private Signals SumOverRanks(CancellationToken cancellationToken)
    {
        if (_embeddings is null)
        {
            _context.Collective.AllReduce(_gradient.AsSpan(), _counters.Step);
        }
        else
        {
            _embeddings.Sum(_context.Collective, _gradient, _counters.Step);
        }

        var n = _sums.Values.Length;
        _sums.Values.CopyTo(_exchange, 0);
        _exchange[n] = cancellationToken.IsCancellationRequested ? 1 : 0;
        _exchange[n + 1] = _context.IsFirst && _clock.DeadlinePassed ? 1 : 0;
        _exchange[n + 2] = _context.IsFirst && _checkpoints is not null && _clock.CheckpointDue(_counters.Step + 1) ? 1 : 0;
        _exchange[n + 3] = _context.IsFirst && SegmentEnds() ? 1 : 0;
        _context.Collective.AllReduce(_exchange.AsSpan(), _counters.Step);
        _exchange.AsSpan(0, n).CopyTo(_sums.Values);
        return new Signals(_exchange[n] > 0, _exchange[n + 1] > 0, _exchange[n + 2] > 0, _exchange[n + 3] > 0);
    }

    /// <summary>Whether the running step is the segment's last.</summary>
    private bool SegmentEnds() =>
        _context.Segment is { } segment
        && ((segment.Steps > 0 && _counters.Step + 1 - _resumedFrom >= segment.Steps) || (segment.Time is { } time && _clock.RanFor(time)));

    /// <summary>The optimiser's step, or the end of training on every rank at this step where a number is not finite.</summary>
    private void Apply(in StepInput input)
    {
        var plan = _context.Plan;
        var rate = Schedule.Rate(plan.Schedule, plan.Optimizer.Rate, _counters.Step, _facts.Steps * plan.MaxEpochs);
        var outcome = _optimizer.StepRows(_context.Network, _sums, _state.Parameters, _gradient, _optimizerState, rate, _embeddings);
        if (!outcome.IsFinite)
        {
            throw NotFinite.At(_context, input, outcome.FirstNotFinite, _counters);
        }

        _embeddings?.Clear(_gradient);
        _counters.LastRate = rate;
        _counters.LastNorm = outcome.GradientNorm;
        _counters.EpochClipped += outcome.Clipped ? 1 : 0;
        _counters.Clipped += outcome.Clipped ? 1 : 0;
        _counters.LastLoss = _sums.Loss / _sums.Weight;
        _counters.LastRows = _sums.Rows;
        _counters.EpochLoss += _sums.Loss;
        _counters.EpochWeight += _sums.Weight;
        _counters.EpochRows += _sums.Rows;
        _counters.Step++;
        _counters.StepInEpoch++;
        _clock.AddSteps(1, _sums.Rows);
    }

    private (bool Cancelled, StopReason? Reason) EndEpoch(CancellationToken cancellationToken)
    {
        CatchUpTables();
        var weights = _state.Averages.Length > 0 ? _state.Averages : _state.Parameters;
        NotFinite.RefuseWeights(_context.Network.Layout, weights, _counters);
        var validation = _validator?.Run(weights, _workspace, _counters.Step, cancellationToken);
        if (_validator is not null && validation is null)
        {
            return (true, null);
        }

        AgreeOnWeights();
        NotFinite.RefuseMetrics(validation, _counters);
        var best = _counters.KeepBest(_context.Plan, validation);
        if (best)
        {
            weights.CopyTo(_state.Best, 0);
        }

        var record = _counters.Record(validation, best, _clock.EpochSeconds);
        _metrics?.Append(record);
        _counters.NextEpoch(record);
        Log.EpochEnded(_logger, record.Epoch, record.TrainLoss, record.Seconds, record.Best);
        _clock.StartEpoch();
        return (false, _counters.ReasonToStop(_context.Plan));
    }

    /// <summary>A rank that computed something else is found here, at the latest at the end of the epoch.</summary>
    private void AgreeOnWeights() =>
        RunFacts.Agree(
            _context.Collective, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(_state.Parameters.AsSpan())) >> 12, _counters.Step, "weights");

    /// <summary>Before weights and state are read as a whole: makes up for steps that rows of embedding tables missed.</summary>
    private void CatchUpTables() => _embeddings?.CatchUpAll(_state.Parameters, _optimizerState);

    private void BeginCheckpoint()
    {
        CatchUpTables();
        _clock.Checkpointed();
        if (_writer is not null)
        {
            _state.Progress = _counters.ToProgress(_optimizerState.Steps);
            _writer.Begin(_state);
        }
    }

    private LoopOutcome End(StopReason? reason, bool cancelled)
    {
        if (reason is StopReason.Deadline)
        {
            NotFinite.RefuseWeights(_context.Network.Layout, _state.Parameters, _counters);
        }

        if (reason is null or StopReason.Deadline)
        {
            BeginCheckpoint();
        }

        CatchUpTables();
        _writer?.Wait();
        _state.Progress = _counters.ToProgress(_optimizerState.Steps);
        Log.Ended(_logger, _counters.Step, cancelled ? "cancelled" : reason?.ToString() ?? "end of the segment");
        return new LoopOutcome
        {
            Reason = reason,
            Weights = _counters.BestEpoch > 0 ? _state.Best : _state.Averages.Length > 0 ? _state.Averages : _state.Parameters,
            Counters = _counters,
            ResumedFromStep = _resumedFrom,
            Notes = _notes,
            State = _context.Segment is null || cancelled ? null : SegmentState.Gather(_context.Collective, _identity, _state),
        };
    }

    private void Report()
    {
        if (_context.Progress is null || !_clock.ReportDue)
        {
            return;
        }

        var total = Math.Max(1e-9, (_clock.Data + _clock.Compute + _clock.Communication).TotalSeconds);
        _context.Progress.Report(new TrainingProgress
        {
            Epoch = _counters.Epoch,
            MaxEpochs = _context.Plan.MaxEpochs,
            Step = _counters.StepInEpoch,
            StepsPerEpoch = _facts.Steps,
            TrainLoss = _counters.TrainLoss,
            Validation = _counters.History.Count > 0 && _counters.History[^1].Validation.TryGetValue(Watched, out var value) ? value : null,
            BestValidation = _counters.BestValue,
            Rate = _counters.LastRate,
            RowsPerSecond = _clock.Report(),
            DataShare = _clock.Data.TotalSeconds / total,
            CommunicationShare = _clock.Communication.TotalSeconds / total,
        });
    }

    private string Watched => _context.Plan.WatchedMetric;

    /// <summary>Subnormal numbers are part of the bytes: a thread that flushes them would give others.</summary>
    private void AssertSubnormals()
    {
        var quarter = Volatile.Read(ref _quarter);
        if (float.Epsilon * 4 * quarter == 0)
        {
            throw new TrainingException("this thread flushes subnormal numbers to zero");
        }
    }

    /// <summary>What the ranks told each other with a step's sums; equal on all of them.</summary>
    private readonly record struct Signals(bool Cancel, bool Deadline, bool Checkpoint, bool SegmentEnd);
}
