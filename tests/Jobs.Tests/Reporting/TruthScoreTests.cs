using DuckDB.NET.Data;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Reporting;

namespace Millrace.Jobs.Tests.Reporting;

public sealed class TruthScoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-truth-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Found_missed_and_false_alarms_are_counted_per_kind()
    {
        var original = Table("original", "SELECT i AS id, 'A' AS code, i * 1.0 AS fare FROM range(1, 21) t(i)");

        // 1-4 negative fares, 5-6 codes in lower case, 7-8 repeated, 9 lost.
        var truth = Table("truth", """
            SELECT i AS id, 'negative' AS kind, 'fare' AS "column", CAST(i * 1.0 AS VARCHAR) AS original, CAST(-i * 1.0 AS VARCHAR) AS planted FROM range(1, 5) t(i)
            UNION ALL SELECT i, 'lower', 'code', 'A', 'a' FROM range(5, 7) t(i)
            UNION ALL SELECT i, 'repeated', NULL, NULL, NULL FROM range(7, 9) t(i)
            UNION ALL SELECT 9, 'lost', '*', NULL, NULL
            """);

        // Kept: 4 still negative, 5 mended, 6 still lower, 7 once, 8 twice; 10 changed without need; 12 gone without need.
        var clean = Table("clean", """
            SELECT i AS id, 'A' AS code, i * 1.0 AS fare, 0 AS _source_row FROM range(5, 21) t(i) WHERE i NOT IN (6, 9, 10, 11, 12)
            UNION ALL SELECT 4, 'A', -4.0, 0 UNION ALL SELECT 6, 'a', 6.0, 0 UNION ALL SELECT 8, 'A', 8.0, 0 UNION ALL SELECT 10, 'B', 10.0, 0
            """);

        // Set aside: 1-3 rightly, 11 wrongly, by the same rule.
        var quarantine = Table("quarantine", "SELECT i AS id, ['fare-positive', 'other'] AS _reasons FROM (VALUES (1), (2), (3), (11)) t(i)");

        var scores = await TruthScore.ComputeAsync(new TruthFiles { Truth = truth, Original = original, Key = "id", Clean = [clean], Quarantined = [quarantine] }, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                new DirtRecovery("lost", 1, 1, 1),
                new DirtRecovery("lower", 2, 2, 1),
                new DirtRecovery("negative", 4, 4, 3),
                new DirtRecovery("repeated", 2, 2, 1),
            ],
            scores);
    }

    [Fact]
    public async Task A_truth_without_the_key_fails_with_a_message()
    {
        var table = Table("truth", "SELECT 1 AS other");
        var failure = await Assert.ThrowsAsync<JobFailedException>(() =>
            TruthScore.ComputeAsync(new TruthFiles { Truth = table, Original = table, Key = "id", Clean = [], Quarantined = [] }, TestContext.Current.CancellationToken));
        Assert.Contains("truth.key", failure.Message, StringComparison.Ordinal);
    }

    private string Table(string name, string sql)
    {
        var path = Path.Combine(_folder, name + ".parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({sql}) TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return path;
    }
}
