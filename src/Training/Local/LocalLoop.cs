using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Millrace.Training.Checkpoints;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training.Local;

/// <summary>
/// Training in mode <c>local</c>: per round, replicas judge the weights of an epoch that ended and take H steps; their changes are summed in the replica tree; the outer step follows. The state
/// between two rounds is a checkpoint like any other, which also names each replica's own state.
/// </summary>
public sealed class LocalLoop
{
    private readonly LocalRun _run;
    private readonly TrainingPlan _plan;
    private readonly Network _network;
    private readonly CheckpointStore? _checkpoints;
    private readonly List<string> _notes = [];
    private readonly TrainingState _state;
    private readonly LoopCounters _counters;
    private readonly LoopClock _clock;
    private readonly MetricsFile? _metrics;
    private readonly (double Rate, double Momentum) _outer;
    private readonly long _steps;
    private readonly long _resumedFrom;
    private readonly Queue<IReadOnlyList<string>> _stored = new();
    private IReadOnlyList<string> _inner;

    /// <summary>Restores the state, or makes the first one.</summary>
    /// <exception cref="TrainingException">Faulty plan, or no rows.</exception>
    /// <exception cref="CheckpointException">The checkpoint is of another plan, network or data.</exception>
    public LocalLoop(LocalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (_run, _plan) = (run, run.Plan);
        if (_plan.Local is not { } local || _plan.Validate() is { Count: > 0 } || run.TrainRows == 0)
        {
            throw new TrainingException("training in rounds cannot start: " + string.Join("; ", [.. _plan.Validate(), $"{run.TrainRows} training rows"]));
        }

        _network = Network.Build(_plan.Network, _plan.Input, _plan.Targets);
        _steps = StepSplit.Steps(run.TrainRows, _plan.BatchRows);
        _outer = OuterStep.Factors(((_steps + local.StepsPerRound - 1) / local.StepsPerRound) * _plan.MaxEpochs);
        _checkpoints = run.Options.CheckpointFolder is { } folder ? new CheckpointStore(folder, Identity()) : null;
        _state = Restore();
        _counters = new LoopCounters(_state.Progress);
        _inner = _state.Progress.Inner;
        RememberStored();
        _resumedFrom = _counters.Step;
        _metrics = run.Options.MetricsFile is { } file ? new MetricsFile(file, _counters.History) : null;
        _clock = new LoopClock(run.Options, counts: true);
    }

    private bool EpochIsOver => _counters.StepInEpoch == _steps;

    /// <summary>Trains to the end.</summary>
    /// <param name="cancellationToken">Stops the running round, whose result is lost; the run goes on from the state before it.</param>
    /// <exception cref="TrainingException">Numbers are not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the state before the round is stored.</exception>
    public async Task<TrainingResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var order = Order();
                var results = order.Steps > 0 || order.Judged is not null ? await _run.Place.RunAsync(order, cancellationToken) : [];
                if (EpochIsOver && EndEpoch(Metrics(order, results)) is { } reason)
                {
                    return End(reason);
                }

                Apply(order, results);
                if (_clock.DeadlinePassed)
                {
                    Store();
                    return End(StopReason.Deadline);
                }

                if (_checkpoints is not null && (_run.Options.CheckpointSteps > 0 || _clock.CheckpointDue(_counters.Step)))
                {
                    Store();
                }

                _run.Blobs.KeepOnly(new HashSet<string>(_stored.Append(_inner).SelectMany(names => names), StringComparer.Ordinal));
                Report();
            }
        }
        catch (OperationCanceledException)
        {
            Store();
            throw;
        }
    }

    private CheckpointIdentity Identity()
    {
        var text = $"rounds;{_run.TrainRows};{_run.ValidationRows}";
        return new CheckpointIdentity(_plan.Hash, _network.Layout, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private TrainingState Restore()
    {
        if (_run.Options.Resume && _checkpoints?.LoadNewest(_notes) is { } stored)
        {
            return stored;
        }

        var initial = new float[_network.Layout.Count];
        _network.Initialize(_plan.Seed, initial);
        return new TrainingState
        {
            Parameters = initial,
            First = new float[initial.Length],
            Second = [],
            Averages = _plan.Optimizer.AverageDecay is null ? [] : (float[])initial.Clone(),
            Best = new float[initial.Length],
            Progress = new StateProgress(),
        };
    }

    /// <summary>The states that the kept checkpoints name must stay.</summary>
    private void RememberStored()
    {
        foreach (var file in _checkpoints?.Files().Reverse() ?? [])
        {
            try
            {
                _stored.Enqueue(CheckpointFile.Read(file).Header.Progress.Inner);
            }
            catch (CheckpointException)
            {
                // It was passed over before.
            }
        }
    }

    /// <summary>The next round: the rest of the epoch up to H steps. After an epoch it starts the next one and judges the last.</summary>
    private RoundOrder Order()
    {
        var (epoch, first) = EpochIsOver ? (_counters.Epoch + 1, 0L) : (_counters.Epoch, _counters.StepInEpoch);
        var steps = epoch > _plan.MaxEpochs ? 0 : Math.Min(_plan.Local!.StepsPerRound, _steps - first);
        var judges = EpochIsOver && _run.ValidationRows > 0;
        return new RoundOrder
        {
            StepsPerEpoch = _steps,
            ValidationRows = _run.ValidationRows,
            Epoch = epoch,
            FirstStep = first,
            Steps = steps,
            GlobalStep = _counters.Step,
            Weights = Put(_state.Parameters),
            Judged = judges ? Put(Judged()) : null,
            Inner = _inner,
        };
    }

    private float[] Judged() => _state.Averages.Length > 0 ? _state.Averages : _state.Parameters;

    private string Put(float[] values) => _run.Blobs.Put(MemoryMarshal.AsBytes<float>(values));

    private IReadOnlyDictionary<string, double>? Metrics(RoundOrder order, IReadOnlyList<RoundResult> results)
    {
        if (order.Judged is null)
        {
            return null;
        }

        var all = ReplicaTree.Sum([.. results.Select(r => MemoryMarshal.Cast<byte, double>(_run.Blobs.Get(r.Judgement!)).ToArray())]);
        return Validator.Metrics(_plan, _network, all);
    }

    private StopReason? EndEpoch(IReadOnlyDictionary<string, double>? validation)
    {
        NotFinite.RefuseWeights(_network.Layout, Judged(), _counters);
        NotFinite.RefuseMetrics(validation, _counters);
        var best = _counters.KeepBest(_plan, validation);
        if (best)
        {
            Judged().CopyTo(_state.Best, 0);
        }

        var record = _counters.Record(validation, best, _clock.EpochSeconds);
        _metrics?.Append(record);
        _counters.NextEpoch(record);
        _clock.StartEpoch();
        return _counters.ReasonToStop(_plan);
    }

    private void Apply(RoundOrder order, IReadOnlyList<RoundResult> results)
    {
        var active = results.Count(r => r.Weight > 0);
        var sum = ReplicaTree.Sum([.. results.Select(r => r.Weight > 0 ? ReplicaRound.Floats(_run.Blobs.Get(r.Change!)) : new float[_network.Layout.Count])]);
        OuterStep.Apply(_state, sum, Math.Max(1, active), _outer, _network.Layout, (_plan.Optimizer.AverageDecay, order.Steps));
        _inner = [.. results.Select(r => r.Inner).OfType<string>()];
        _counters.EpochLoss += ReplicaTree.Sum(results.Select(r => r.Loss));
        _counters.EpochWeight += ReplicaTree.Sum(results.Select(r => r.Weight));
        _counters.EpochRows += ReplicaTree.Sum(results.Select(r => r.Rows));
        _counters.EpochClipped += results.Sum(r => r.Clipped);
        _counters.Clipped += results.Sum(r => r.Clipped);
        _counters.LastNorm = ReplicaTree.Sum(results.Select(r => r.GradientNorm)) / Math.Max(1, active);
        _counters.LastRate = Schedules.Schedule.Rate(_plan.Schedule, _plan.Optimizer.Rate, order.GlobalStep + order.Steps - 1, _steps * _plan.MaxEpochs);
        _counters.Step += order.Steps;
        _counters.StepInEpoch += order.Steps;
        _clock.AddSteps(order.Steps, results.Sum(r => r.Rows));
    }

    private void Store()
    {
        if (_checkpoints is not null)
        {
            _clock.Checkpointed();
            _state.Progress = _counters.ToProgress(0) with { Inner = _inner };
            _checkpoints.Write(_state);
            _stored.Enqueue(_inner);
            while (_stored.Count > 2)
            {
                _stored.Dequeue();
            }
        }
    }

    private TrainingResult End(StopReason reason)
    {
        var weights = _counters.BestEpoch > 0 ? _state.Best : Judged();
        var model = new TrainedModel(_plan, weights, reason != StopReason.Deadline);
        return new TrainingResult
        {
            Model = model,
            History = _counters.History,
            Reason = reason,
            WeightsSha256 = model.WeightsSha256,
            BestEpoch = _counters.BestEpoch,
            Steps = _counters.Step,
            ClippedSteps = _counters.Clipped,
            ResumedFromStep = _resumedFrom,
            Notes = _notes,
        };
    }

    private void Report() => _run.Progress?.Report(new TrainingProgress
    {
        Epoch = _counters.Epoch,
        MaxEpochs = _plan.MaxEpochs,
        Step = _counters.StepInEpoch,
        StepsPerEpoch = _steps,
        TrainLoss = _counters.TrainLoss,
        Validation = _counters.History.Count > 0 && _counters.History[^1].Validation.TryGetValue(_plan.WatchedMetric, out var value) ? value : null,
        BestValidation = _counters.BestValue,
        Rate = _counters.LastRate,
        RowsPerSecond = _clock.Report(),
        DataShare = 0,
        CommunicationShare = 0,
    });
}
