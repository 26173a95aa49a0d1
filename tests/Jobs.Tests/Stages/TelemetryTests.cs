using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Millrace.Jobs.Stages;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>What a run says of itself to machines: log messages with fixed ids, instruments with names and units.</summary>
public class TelemetryTests
{
    [Fact]
    public async Task A_run_counts_its_rows_and_stages_and_logs_them_by_fixed_ids()
    {
        var sums = new ConcurrentDictionary<string, double>();
        var units = new ConcurrentDictionary<string, string?>();
        using var listener = Listen(sums, units);
        var log = new KeptLog();
        using var sandbox = new JobSandbox { RunJob = (job, options, display, token) => Pipeline.RunAsync(job, options with { Logger = log }, display, token) }.WithTrips();
        sandbox.JobText += "\nexport: { onnx: false, raw: false }\n";

        Assert.Equal(0, await sandbox.RunAsync("run"));

        Assert.Equal(5_940, sums["millrace.jobs.rows outcome=clean"]);
        Assert.Equal(61, sums["millrace.jobs.rows outcome=quarantined"]);
        Assert.Equal(59, sums["millrace.jobs.rows outcome=duplicate"]);
        Assert.Equal(5_999, sums["millrace.features.cleaned_rows outcome=clean"]);
        Assert.Equal(61, sums["millrace.features.cleaned_rows outcome=quarantined"]);
        var parts = sandbox.Manifest("run")["rows"]!;
        Assert.Equal((long)parts["train"]! + (long)parts["validation"]! + (long)parts["test"]! + (long)parts["test_without_label"]!, sums["millrace.features.encoded_rows"]);
        Assert.Equal(1, sums["millrace.jobs.stages stage=train reused=False"]);
        Assert.True(sums["millrace.jobs.stage_duration stage=train"] > 0 && sums["millrace.jobs.stage_peak_memory stage=train"] > 1e7);
        Assert.Equal(("{row}", "s", "By"), (units["millrace.jobs.rows"], units["millrace.jobs.stage_duration"], units["millrace.jobs.stage_peak_memory"]));

        Assert.Equal(4000, log.Lines[0].Id);
        Assert.Equal(4006, log.Lines[^1].Id);
        Assert.Contains(log.Lines, line => line is { Id: 4001 } && line.Text.StartsWith("Stage rows begins", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line is { Id: 4002 } && line.Text.StartsWith("Stage train took", StringComparison.Ordinal));

        Assert.Contains(log.Lines, line => line.Id == 3000 && line.Text.Contains($"{parts["train"]} rows", StringComparison.Ordinal));
        Assert.Equal((long)sandbox.Manifest("run")["model"]!["epochs"]!, log.Lines.Count(line => line.Id == 3003));

        log.Lines.Clear();
        Assert.Equal(0, await sandbox.RunAsync("run"));
        Assert.Equal(1, sums["millrace.jobs.stages stage=train reused=True"]);
        Assert.Contains(log.Lines, line => line is { Id: 4003 } && line.Text.StartsWith("Stage train is finished", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Id == 4002);

        Assert.Equal(0, await sandbox.CommandAsync("score", "run", "data", "--out", "answers", "--verbose"));
        var read = (long)sandbox.Manifest("run")["rows"]!["read"]!;
        Assert.Equal((read, 0), (sums["millrace.jobs.scored_rows outcome=predicted"], sums["millrace.jobs.scored_rows outcome=unanswered"]));
        Assert.Equal("{row}", units["millrace.jobs.scored_rows"]);
        Assert.Equal(1, sums["millrace.jobs.stages stage=score reused=False"]);
        Assert.True(sums["millrace.jobs.stage_duration stage=score"] > 0);
        Assert.Matches(@"^\S+Z 4008 Scoring with the model [0-9a-f]{64} of job trips, into ", sandbox.Error);
        Assert.Contains(" 4002 Stage score took ", sandbox.Error, StringComparison.Ordinal);
        Assert.Matches($@"4009 Scoring with job trips is done after \S+ s: {read} rows, {read} with a prediction\s*$", sandbox.Error);
    }

    [Fact]
    public async Task A_scoring_that_fails_logs_its_type()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText += "\nexport: { onnx: false, raw: false }\n";
        Assert.Equal(0, await sandbox.RunAsync("run"));
        sandbox.Folder.Text("bad/no.parquet", "this is no Parquet");
        Assert.Equal(1, await sandbox.CommandAsync("score", "run", "bad", "--out", "answers", "--verbose"));
        Assert.Matches(@"4010 Scoring with job trips ended after \S+ s with \w+Exception\b", sandbox.Error);
        Assert.DoesNotContain(" 4009 ", sandbox.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_logs_its_type_and_no_value()
    {
        var log = new KeptLog();
        using var sandbox = new JobSandbox { RunJob = (job, options, display, token) => Pipeline.RunAsync(job, options with { Logger = log }, display, token) }.WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("check: miles > 0", "check: miles > 1000", StringComparison.Ordinal);
        Assert.Equal(1, await sandbox.RunAsync("run"));
        Assert.Equal((4007, LogLevel.Error), (log.Lines[^1].Id, log.Lines[^1].Level));
        Assert.Contains(nameof(JobFailedException), log.Lines[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_writes_the_log_to_the_error_stream_and_nothing_does_without()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("run", "--verbose"));
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d\d\dZ 4000 Job trips, plan [0-9a-f]{64}, into ", sandbox.Error);
        Assert.Contains(" 4002 Stage encode took ", sandbox.Error, StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.RunAsync("run"));
        Assert.Empty(sandbox.Error);
    }

    private static MeterListener Listen(ConcurrentDictionary<string, double> sums, ConcurrentDictionary<string, string?> units)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name is "Millrace.Jobs" or "Millrace.Features")
                {
                    units[instrument.Name] = instrument.Unit;
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Prepend(instrument.Name));
            sums.AddOrUpdate(name, value, (_, sum) => sum + value);
        }
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class KeptLog : ILogger
    {
        public List<(int Id, LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add((eventId.Id, logLevel, formatter(state, exception)));

        private void Add((int, LogLevel, string) line)
        {
            // Ranks log from their own threads.
            lock (Lines)
            {
                Lines.Add(line);
            }
        }
    }
}
