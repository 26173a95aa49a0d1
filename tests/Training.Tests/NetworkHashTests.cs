namespace Millrace.Training.Tests;

/// <summary>The same bytes for every kind of network: any number and kind of ranks, any vector width, any C library.</summary>
[Collection(AloneCollection.Name)]
public sealed class NetworkHashTests : IDisposable
{
    /// <summary>Old and new names of the switches; those that a library does not know do nothing.</summary>
    private const string PlainLibrary = "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX2_Usable,-FMA_Usable,-FMA4_Usable,-AVX512F_Usable";

    private readonly string _folder = Directory.CreateTempSubdirectory("hashes").FullName;

    public static TheoryData<string> Cases => [.. HashCase.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Any_number_and_kind_of_ranks_gives_the_bytes_of_one(string name)
    {
        using var hard = await HashCase.MakeAsync(name, _folder);
        Assert.Equal(0, hard.LaneRows[TrainingCase.EmptyLane]);
        Assert.Equal(HashCase.Rows, hard.LaneRows.Sum());
        Assert.True(hard.LaneRows.Distinct().Count() > 4);
        Assert.NotEqual(0, HashCase.Rows % hard.Plan.BatchRows);
        var one = await hard.RunAsync(new TrainingOptions());
        (int, RankMode)[] others =
        [
            (2, RankMode.Threads), (4, RankMode.Threads), (8, RankMode.Threads), (2, RankMode.Tcp), (4, RankMode.Tcp), (8, RankMode.Tcp),
            (2, RankMode.Processes), (4, RankMode.Processes), (8, RankMode.Processes),
        ];
        foreach (var (ranks, mode) in others)
        {
            var many = await hard.RunAsync(new TrainingOptions
            {
                Ranks = ranks,
                Mode = mode,
                WorkFolder = _folder,
                RankCommand = ChildProcess.Command,
                PeerTimeout = TimeSpan.FromSeconds(20),
            });
            Assert.True(one.WeightsSha256 == many.WeightsSha256, $"{ranks} {mode}: other weights");
            RankEqualityTests.AssertSameHistory(one.History, many.History);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Any_instruction_set_gives_the_same_bytes(string name)
    {
        var widest = await ChildAsync(name, 1, []);
        var narrower = await ChildAsync(name, 2, new() { ["DOTNET_EnableAVX512"] = "0" });
        var plain = await ChildAsync(name, 4, new() { ["DOTNET_EnableAVX2"] = "0" });
        string[] paths = [widest[2], narrower[2], plain[2]];
        Assert.SkipWhen(paths.Distinct().Count() < 3, $"this machine does not have three paths: {string.Join(", ", paths)}");
        Assert.Equal(["Vector512", "Vector256", "Vector128"], paths);
        Assert.Equal(widest[..2], narrower[..2]);
        Assert.Equal(widest[..2], plain[..2]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Another_C_library_gives_the_same_bytes(string name)
    {
        var usual = await ChildAsync(name, 1, []);
        var other = await ChildAsync(name, 2, new() { ["GLIBC_TUNABLES"] = PlainLibrary });
        Assert.SkipWhen(usual[3] == other[3], "the switches do not change what this C library computes");
        Assert.Equal(usual[..3], other[..3]);
    }

    /// <summary>Hash, steps, kernel path, bits of the C library.</summary>
    private static async Task<string[]> ChildAsync(string name, int ranks, Dictionary<string, string> environment)
    {
        using var child = ChildProcess.Start(["hash", name, ranks.ToString(System.Globalization.CultureInfo.InvariantCulture)], environment);
        var (said, errors) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, await errors);
        return (await said).Trim().Split(' ');
    }
}
