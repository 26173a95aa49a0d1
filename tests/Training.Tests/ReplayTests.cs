using Millrace.Training.Checkpoints;

namespace Millrace.Training.Tests;

public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replay").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Steps_recomputed_from_a_checkpoint_reach_the_next_one_to_the_last_bit()
    {
        using var hard = await TrainingCase.MakeAsync();
        await hard.RunAsync(TrainingCase.Plan, TrainingCase.Options(_folder));
        var files = Directory.GetFiles(Path.Combine(_folder, "checkpoints")).Order().ToArray();
        Assert.Equal(2, files.Length);

        var replay = await Run(hard, files[0], files[1], 4);
        Assert.Equal(7, replay.ToStep - replay.FromStep);
        Assert.NotNull(replay.ExpectedSha256);
        Assert.True(replay.Matches);
        var one = await Run(hard, files[0], null, 2);
        Assert.Equal(replay.FromStep + 1, one.ToStep);
        Assert.NotEqual(replay.ParametersSha256, one.ParametersSha256);
        Assert.Equal(one.GradientNorm, (await Run(hard, files[0], null, 1)).GradientNorm);
        await Assert.ThrowsAsync<CheckpointException>(() => Run(hard, files[1], files[0], 1));
    }

    [Fact]
    public async Task A_state_that_does_not_follow_is_found()
    {
        using var hard = await TrainingCase.MakeAsync();
        await hard.RunAsync(TrainingCase.Plan, TrainingCase.Options(_folder));
        var files = Directory.GetFiles(Path.Combine(_folder, "checkpoints")).Order().ToArray();
        var (header, sections) = CheckpointFile.Read(files[1]);
        sections["parameters"][3] = MathF.BitIncrement(sections["parameters"][3]);
        CheckpointFile.Write(files[1], header, [.. sections.Select(s => (s.Key, s.Value))]);
        Assert.False((await Run(hard, files[0], files[1], 2)).Matches);
    }

    private static Task<ReplayResult> Run(TrainingCase hard, string from, string? to, int ranks) =>
        Replay.RunAsync(TrainingCase.Plan, hard.Train, hard.Validation, from, to, ranks, CancellationToken.None);
}
