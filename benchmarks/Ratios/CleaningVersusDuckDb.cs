using System.Globalization;
using Millrace.Benchmarks.Cleaning;
using Millrace.Benchmarks.Running;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Time of the row stage (five rules, quarantine with reason lists, and what only it does: hashes, statistics, profile, change log,
/// flushing to the disk) against the same rules written by hand in DuckDB SQL, both on two threads.
/// </summary>
internal sealed class CleaningVersusDuckDb : IRatio
{
    private const long Rows = 20_000_000;

    /// <inheritdoc/>
    public string Name => "cleaning-vs-duckdb";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(1.5);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var data = CleaningData.Generate(Rows);
        var ours = Path.Combine(data.Root, "ours");
        var theirs = Directory.CreateDirectory(Path.Combine(data.Root, "theirs")).FullName;

        async Task<string> OursAsync() => CleaningRun.Describe(await CleaningRun.RunAsync(data.Input, ours, cancellationToken));
        Task<string> TheirsAsync() => Task.FromResult(RunSql(data, theirs));

        await OursAsync();
        await TheirsAsync();
        CleaningComparison.Require(data, ours, theirs);
        var conditions = string.Create(CultureInfo.InvariantCulture, $"{Rows} rows in 4 files, 8 columns, {CleaningRun.Readers} readers against {CleaningRun.Readers} threads, zstd");
        return await Interleaved.RunAsync(OursAsync, TheirsAsync, conditions, sameHash: false, cancellationToken);
    }

    private static string RunSql(CleaningData data, string folder)
    {
        var clean = Path.Combine(folder, "clean.parquet");
        var quarantine = Path.Combine(folder, "quarantine.parquet");
        HandWrittenSql.Run("cleaning.sql", CleaningRun.Readers, new Dictionary<string, string>
        {
            ["input"] = HandWrittenSql.List(data.Files),
            ["clean"] = clean,
            ["quarantine"] = quarantine,
        });
        var rows = HandWrittenSql.Number($"SELECT count(*) FROM '{clean}'");
        var bad = HandWrittenSql.Number($"SELECT count(*) FROM '{quarantine}'");
        return string.Create(CultureInfo.InvariantCulture, $"{rows}-{bad}");
    }
}
