using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Millrace.Jobs.Stages.Features;
using Millrace.Training;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>
/// A whole job whose training is hard to repeat: more lanes than most steps have rows, some of them empty, a batch that does not divide the rows, clipping, early stopping, averaged weights, dropout
/// and accumulation, over more than 200 steps. Ranks, readers and files change no byte of it.
/// </summary>
public class HardHashTests
{
    private const int BatchRows = 38;
    private const int Lanes = 128;

    [Fact]
    public async Task A_hard_job_has_the_same_bytes_for_any_ranks_readers_and_files()
    {
        using var sandbox = Sandbox();
        WriteInOneFile(sandbox);
        Assert.True(0 == await sandbox.RunAsync("one", "--ranks", "1", "--readers", "1"), sandbox.Error);
        await AssertHardAsync(sandbox);
        foreach (var (ranks, readers, write) in new (string, string, Action<JobSandbox>)[]
        {
            ("2", "2", WriteInOneFile), ("4", "1", WriteBackwards), ("8", "2", WriteInFour),
        })
        {
            write(sandbox);
            Assert.True(0 == await sandbox.RunAsync("other", "--ranks", ranks, "--readers", readers), sandbox.Error);
            AssertSameAsOne(sandbox, $"{ranks} ranks, {readers} readers, {write.Method.Name}");
        }
    }

    /// <summary>
    /// All that measuring asks for at once, each run a process of its own: every number of ranks with every number of readers and every cut of the files, ranks as processes, and a kill −9 at
    /// a moment of its own with another start; on this machine as it is, and with parts of it switched off. About three minutes each:
    /// <c>Millrace.Jobs.Tests -explicit only -trait Category=Hash</c>.
    /// </summary>
    [Theory(Explicit = true)]
    [Trait("Category", "Hash")]
    [InlineData("", "")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("GLIBC_TUNABLES", InstructionSetTests.PlainLibrary)]
    public async Task Every_combination_has_the_same_bytes(string variable, string value)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var environment = variable.Length == 0 ? [] : new Dictionary<string, string> { [variable] = value };
        var (has, hasThere) = (await InstructionSetTests.WhatItHasAsync([], cancellationToken), await InstructionSetTests.WhatItHasAsync(environment, cancellationToken));
        Assert.SkipWhen(variable.Length > 0 && has == hasThere, $"{variable} changes nothing here: both have {has}");
        using var sandbox = Sandbox();
        WriteInOneFile(sandbox);
        Assert.True(0 == await sandbox.RunAsync("one", "--ranks", "1", "--readers", "1"), sandbox.Error);
        await AssertHardAsync(sandbox);
        foreach (var write in new Action<JobSandbox>[] { WriteInOneFile, WriteBackwards, WriteInFour })
        {
            write(sandbox);
            foreach (var (ranks, readers) in from ranks in new[] { "1", "2", "4", "8" } from readers in new[] { "1", "2" } select (ranks, readers))
            {
                using var process = sandbox.Start("other", environment, "--ranks", ranks, "--readers", readers);
                await JobSandbox.EndsWellAsync(process, cancellationToken);
                AssertSameAsOne(sandbox, $"{ranks} ranks, {readers} readers, {write.Method.Name}");
            }
        }

        using (var victim = sandbox.Start("other", environment, "--ranks", "2", "--readers", "1"))
        {
            await sandbox.TrainsAsync("other", victim, cancellationToken);
            victim.Kill();
            await victim.WaitForExitAsync(cancellationToken);
            Assert.False(File.Exists(sandbox.Folder.At("other", "manifest.json")), "the run ended before it was killed");
        }

        using (var again = sandbox.Start("other", environment, "--ranks", "8", "--readers", "2"))
        {
            await JobSandbox.EndsWellAsync(again, cancellationToken);
        }

        AssertSameAsOne(sandbox, "after a kill");
        sandbox.JobText += "\nrun: { rank_mode: processes }\n";
        foreach (var ranks in new[] { "2", "4", "8" })
        {
            using var process = sandbox.Start("other", environment, "--ranks", ranks, "--readers", "2");
            await JobSandbox.EndsWellAsync(process, cancellationToken);
            AssertSameAsOne(sandbox, $"{ranks} rank processes");
        }
    }

    private static void AssertSameAsOne(JobSandbox sandbox, string what)
    {
        Assert.True(sandbox.ContentHashes("one").SequenceEqual(sandbox.ContentHashes("other")), $"{what}: other content hashes");
        Assert.True(sandbox.Weights("one") == sandbox.Weights("other"), $"{what}: other weights");
        Assert.True(JsonNode.DeepEquals(sandbox.Manifest("one")["metrics"], sandbox.Manifest("other")["metrics"]), $"{what}: other metrics");
        Directory.Delete(sandbox.Folder.At("other"), recursive: true);
    }

    /// <summary>The case is what it claims to be: an easy one would prove nothing.</summary>
    private static async Task AssertHardAsync(JobSandbox sandbox)
    {
        var manifest = sandbox.Manifest("one");
        Assert.Equal((840, 40), ((long)manifest["rows"]!["read"]!, (long)manifest["rows"]!["duplicates"]!));
        Assert.Equal(8, (long)manifest["rows"]!["quarantined"]!);
        Assert.NotEqual(0, (long)manifest["rows"]!["train"]! % BatchRows);

        var lanes = await RowsOfLanesAsync(sandbox);
        Assert.Equal((long)manifest["rows"]!["train"]!, lanes.Sum());
        Assert.Equal(0, lanes.Min());
        Assert.True(lanes.Max() > 2 * lanes.Sum() / Lanes, $"the fullest lane has {lanes.Max()} rows");

        var model = manifest["model"]!;
        Assert.InRange((long)model["steps"]!, 200, 20_000);
        Assert.Equal("early stopping", (string)model["stopped"]!);
        Assert.True((long)model["best_epoch"]! < (long)model["epochs"]!, "the last epoch is the best");
        var clipped = File.ReadLines(sandbox.Folder.At("one", "metrics.jsonl")).Sum(line => (long)JsonNode.Parse(line)!["clipped_steps"]!);
        Assert.InRange(clipped, 1, (long)model["steps"]! - 1);

        var path = Avx512F.IsSupported ? "avx512" : Avx2.IsSupported && Fma.IsSupported ? "avx2" : "portable";
        Assert.Equal(path, (string)manifest["machine"]!["vectors"]!);
        await AssertWeightsMovedAsync(sandbox);
    }

    // The same job at a rate at which no weight moves leaves the weights of the start.
    private static async Task AssertWeightsMovedAsync(JobSandbox sandbox)
    {
        var job = sandbox.JobText;
        sandbox.JobText = job.Replace("rate: 0.01", "rate: 1e-30", StringComparison.Ordinal).Replace(", average_decay: 0.98", "", StringComparison.Ordinal);
        Assert.True(0 == await sandbox.RunAsync("still"), sandbox.Error);
        sandbox.JobText = job;
        var (first, last) = (await WeightsAsync(sandbox, "still"), await WeightsAsync(sandbox, "one"));
        Assert.Equal(first.Length, last.Length);

        // All but those of features that are 0 in every row, such as hours of the day that no row of few has.
        Assert.InRange(first.Zip(last).Count(pair => !pair.First.Equals(pair.Second)), 0.8 * first.Length, first.Length);
    }

    private static async Task<float[]> WeightsAsync(JobSandbox sandbox, string run) =>
        (await TrainedModel.LoadAsync(sandbox.Folder.At(run, "model", "network.millrace"), TestContext.Current.CancellationToken)).Weights.ToArray();

    private static async Task<long[]> RowsOfLanesAsync(JobSandbox sandbox)
    {
        var rows = new long[Lanes];
        var files = Directory.GetFiles(sandbox.Folder.At("one", "work", "features"), "train-*.arrow", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        await foreach (var batch in FeatureFiles.ReadAsync(files, TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                foreach (var lane in ((Int32Array)batch.Column("lane")).Values)
                {
                    rows[lane]++;
                }
            }
        }

        return rows;
    }

    private static JobSandbox Sandbox()
    {
        var sandbox = new JobSandbox();
        sandbox.JobText = sandbox.JobText
            .Replace("clip_norm: 1.0, average_decay: 0.99", "clip_norm: 0.3, average_decay: 0.98", StringComparison.Ordinal)
            .Replace("  batch_rows: 250\n", string.Create(CultureInfo.InvariantCulture, $"  batch_rows: {BatchRows}\n  accumulation: 2\n  lanes: {Lanes}\n"), StringComparison.Ordinal)
            .Replace("max_epochs: 6", "max_epochs: 400", StringComparison.Ordinal)
            .Replace("{ patience: 2 }", "{ patience: 16, min_gain: 0.001 }", StringComparison.Ordinal)
            .Replace("linear: true", "linear: false", StringComparison.Ordinal);
        return sandbox;
    }

    private static void WriteInOneFile(JobSandbox sandbox) => Write(sandbox, ("a", "range(0, 800)", ""), ("b", "range(20, 60)", ""));

    private static void WriteBackwards(JobSandbox sandbox) => Write(sandbox, ("a", "range(20, 60)", ""), ("z", "range(0, 800)", "ORDER BY trip DESC"));

    private static void WriteInFour(JobSandbox sandbox) =>
        Write(sandbox, ("a", "range(500, 800)", "ORDER BY miles"), ("b", "range(40, 60)", ""), ("c", "range(0, 500)", "ORDER BY fare"), ("d", "range(20, 40)", ""));

    private static void Write(JobSandbox sandbox, params ReadOnlySpan<(string Name, string Rows, string Order)> files)
    {
        if (Directory.Exists(sandbox.Folder.At("data")))
        {
            Directory.Delete(sandbox.Folder.At("data"), recursive: true);
        }

        foreach (var (name, rows, order) in files)
        {
            sandbox.Folder.Parquet($"data/{name}.parquet", $"SELECT * FROM ({JobSandbox.Trips} FROM {rows} t(i)) {order}");
        }
    }
}
