using System.Runtime.InteropServices;
using System.Text.Json;
using Millrace.Training.Checkpoints;

namespace Millrace.Training.Tests.Checkpoints;

/// <summary>kill −9 at random moments, resumed each time with another number and kind of ranks: weights, metrics and the whole stored state are those of a run without a kill.</summary>
[Collection(AloneCollection.Name)]
public sealed class KillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kill").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Killed_four_times_it_ends_with_the_same_bytes() => KillAsync(4, 1);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public Task Killed_twenty_times_it_ends_with_the_same_bytes() => KillAsync(20, 2);

    private async Task KillAsync(int kills, int seed)
    {
        using var hard = await TrainingCase.MakeAsync(_folder);
        var plain = await hard.RunAsync(TrainingCase.LongPlan, TrainingCase.Options(_folder) with
        {
            MetricsFile = Path.Combine(_folder, "plain.jsonl"),
            CheckpointFolder = Path.Combine(_folder, "plain"),
        });
        Assert.Equal(StopReason.EarlyStopping, plain.Reason);
        var random = new Random(seed);
        var checkpoints = Path.Combine(_folder, "checkpoints");
        (int, RankMode)[] kinds =
        [
            (1, RankMode.Threads), (4, RankMode.Threads), (2, RankMode.Processes), (8, RankMode.Threads), (2, RankMode.Tcp), (4, RankMode.Processes),
        ];
        for (var kill = 0; kill < kills; kill++)
        {
            var (ranks, mode) = kinds[kill % kinds.Length];
            var before = Newest(checkpoints);
            using var child = ChildProcess.StartTraining(_folder, ranks, mode);

            // The kill must hit inside training: after at least one more checkpoint, and before the child has ended.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Newest(checkpoints) == before && !child.HasExited)
            {
                await Task.Delay(1, patience.Token);
            }

            await Task.Delay(random.Next(0, 30), patience.Token);
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync(patience.Token);
            Assert.NotEqual(0, child.ExitCode);
        }

        var (lastRanks, lastMode) = kinds[kills % kinds.Length];
        using var last = ChildProcess.StartTraining(_folder, lastRanks, lastMode);
        var said = await last.StandardOutput.ReadToEndAsync();
        Assert.Equal("", await last.StandardError.ReadToEndAsync());
        Assert.Contains($"sha={plain.WeightsSha256}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("resumed=0 ", said, StringComparison.Ordinal);
        Assert.Equal(ResumeTests.TimelessLines(Path.Combine(_folder, "plain.jsonl")), ResumeTests.TimelessLines(Path.Combine(_folder, "metrics.jsonl")));
        AssertSameStates(Path.Combine(_folder, "plain"), checkpoints);
    }

    /// <summary>Both kept checkpoints to the last bit: parameters, moments, averages, best weights; plan, data, counters and history without its time fields.</summary>
    private static void AssertSameStates(string expected, string actual)
    {
        var files = CheckpointFolder.Files(expected);
        Assert.Equal(2, files.Count);
        Assert.Equal(files.Select(Path.GetFileName), CheckpointFolder.Files(actual).Select(Path.GetFileName));
        foreach (var file in files)
        {
            var (header, sections) = CheckpointFile.Read(file);
            var (otherHeader, otherSections) = CheckpointFile.Read(Path.Combine(actual, Path.GetFileName(file)));
            Assert.Equal(Timeless(header), Timeless(otherHeader));
            Assert.Equal(["parameters", "first", "second", "averages", "best"], sections.Keys);
            Assert.Equal(sections.Keys, otherSections.Keys);
            foreach (var (name, values) in sections)
            {
                Assert.Contains(values, static value => value != 0);
                Assert.True(Bytes(values).SequenceEqual(Bytes(otherSections[name])), $"{Path.GetFileName(file)}: {name} differs");
            }
        }

        static ReadOnlySpan<byte> Bytes(float[] values) => MemoryMarshal.AsBytes<float>(values);
    }

    private static string Timeless(CheckpointHeader header)
    {
        Assert.NotEmpty(header.Progress.History);
        var history = header.Progress.History.Select(static epoch => epoch with { Seconds = 0, RowsPerSecond = 0 }).ToList();
        return JsonSerializer.Serialize(header with { Progress = header.Progress with { History = history } }, CheckpointJson.Default.CheckpointHeader);
    }

    private static string Newest(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.checkpoint").Max() ?? "" : "";
}
