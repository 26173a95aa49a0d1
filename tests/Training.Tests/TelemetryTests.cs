using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Millrace.Training.Tests;

/// <summary>What training tells a logger and the instruments: alone, because the meter is that of the whole process.</summary>
[Collection(AloneCollection.Name)]
public sealed class TelemetryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Steps_rows_and_checkpoints_are_counted_once_for_any_number_of_ranks_and_told_by_fixed_ids()
    {
        using var hard = await TrainingCase.MakeAsync();
        var sums = new Dictionary<string, double>();
        var versions = new HashSet<string?>();
        using var listener = Listen(sums, versions);
        var log = new Messages();
        var plan = TrainingCase.Plan with { MaxEpochs = 2, EarlyStopping = null };
        var result = await hard.RunAsync(plan, TrainingCase.Options(_folder) with { Ranks = 4, Logger = log });
        Assert.Equal([ProductInfo.Version], versions);
        Assert.Equal(48, result.Steps);
        Assert.Equal(48, sums["millrace.training.steps"]);
        Assert.Equal(2 * 2311, sums["millrace.training.rows"]);
        Assert.True(sums["millrace.training.data.time"] > 0);
        Assert.True(sums["millrace.training.communication.time"] > 0);
        Assert.True(sums["millrace.training.checkpoint.duration"] > 0);
        Assert.Equal([3000, .. Enumerable.Repeat(3003, 2), 3005], log.Ids.Where(static id => id != 3004));
        Assert.Equal(48 / 7, log.Ids.Count(static id => id == 3004));

        log.Ids.Clear();
        await hard.RunAsync(plan, TrainingCase.Options(_folder) with { Logger = log });
        Assert.Equal([3000, 3001], log.Ids.Take(2));
    }

    [Fact]
    public async Task The_failure_of_every_rank_is_told()
    {
        using var hard = await TrainingCase.MakeAsync();
        var log = new Messages();
        var damaged = new DamagedLanes(hard.Train, 0, 0, hard.Train.Layout.FeatureOffset, float.NaN);
        await Assert.ThrowsAsync<TrainingException>(() => Trainer.RunAsync(
            TrainingCase.Plan with { EarlyStopping = null }, damaged, null, new TrainingOptions { Ranks = 2, Logger = log }, null, CancellationToken.None));
        Assert.Equal(2, log.Ids.Count(static id => id == 3006));
    }

    [Fact]
    public async Task What_rank_processes_log_reaches_the_parents_logger_with_ids_and_values()
    {
        using var hard = await TrainingCase.MakeAsync();
        var log = new Messages { Least = LogLevel.Information };
        var plan = TrainingCase.Plan with { MaxEpochs = 2, EarlyStopping = null };
        await hard.RunAsync(plan, TrainingCase.Options(_folder) with { Ranks = 2, Mode = RankMode.Processes, Logger = log });
        Assert.Equal([3000, 3003, 3003, 3005], log.Ids);
        Assert.Equal(("2", "2311"), (log.Values[0]["Ranks"], log.Values[0]["Rows"]));

        log.Ids.Clear();
        await Assert.ThrowsAsync<TrainingException>(() => hard.RunAsync(
            plan with { Optimizer = new Millrace.Training.Optimizers.SgdSpec { Rate = 1e30 } },
            TrainingCase.Options(Path.Combine(_folder, "fails")) with { Ranks = 2, Mode = RankMode.Processes, Logger = log }));
        Assert.Equal(2, log.Ids.Count(static id => id == 3006));
    }

    [Fact]
    public async Task A_rank_process_that_dies_is_quoted_with_what_it_wrote_to_its_error_stream()
    {
        using var hard = await TrainingCase.MakeAsync();
        var log = new Messages();
        var failure = await Assert.ThrowsAsync<TrainingException>(() => hard.RunAsync(TrainingCase.Plan, TrainingCase.Options(_folder) with
        {
            Ranks = 2,
            Mode = RankMode.Processes,
            Logger = log,
            RankCommand = ["/bin/sh", "-c", "read assignment; echo the floor opened >&2; echo >&2; exit 3"],
        }));
        Assert.Contains("ended before it could start: its process ended with exit code 3, having written: the floor opened", failure.Message, StringComparison.Ordinal);
        Assert.Equal([3007, 3007], log.Ids);
        Assert.All(log.Values, values => Assert.Equal("the floor opened", values["Line"]));
    }

    private static MeterListener Listen(Dictionary<string, double> sums, HashSet<string?> versions)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (instrument.Meter.Name == "Millrace.Training")
                {
                    versions.Add(instrument.Meter.Version);
                    me.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();
        return listener;

        void Add(string name, double value)
        {
            lock (sums)
            {
                sums[name] = sums.GetValueOrDefault(name) + value;
            }
        }
    }

    private sealed class Messages : ILogger
    {
        public List<int> Ids { get; } = [];

        public List<Dictionary<string, string?>> Values { get; } = [];

        public LogLevel Least { get; init; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.NotEmpty(formatter(state, exception));
            lock (Ids)
            {
                Ids.Add(eventId.Id);
                Values.Add(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(value => value.Key, value => value.Value?.ToString()));
            }
        }
    }
}
