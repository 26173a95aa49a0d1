using System.Text.Json.Nodes;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>Purchases in more shops than a fit counts on the way; what the vocabulary has to be is counted in SQL.</summary>
internal static class ManyCategories
{
    /// <summary>120,000 shops once each in the training rows, 40 of them three times, 30 twice; the test rows have other favourites, which must not matter.</summary>
    private const string Purchases = """
        SELECT i AS id, CASE WHEN i < 150000 THEN 0 ELSE 2 END AS part,
          CASE WHEN i < 120000 THEN 'shop ' || ((i * 7919) % 120000) WHEN i < 120080 THEN 'shop ' || ((i % 40) * 11)
            WHEN i < 120110 THEN 'shop ' || (i - 50000) WHEN i < 150000 THEN NULL ELSE 'shop 3' END AS shop,
          (i % 100) / 7.0 AS amount, (i % 100) / 3.5 AS fare
        """;

    /// <summary>40 shops of three rows, then as many of two as there is room for, ties by bytes.</summary>
    private const int MaxSize = 55;

    public static JobSandbox Sandbox(string step = "embedding")
    {
        var sandbox = new JobSandbox
        {
            JobText = $$"""
                name: shops
                input: data
                contract: { id: int64, part: int64, shop: { type: string, nullable: true }, amount: float64, fare: float64 }
                split: { kind: column, column: part, validation: ["1"], test: ["2"] }
                features:
                  label: fare
                  columns: { shop: { {{step}}: { min_count: 1, max_size: {{MaxSize}} } }, amount: standardise }
                network: { layers: [] }
                training: { task: regression, batch_rows: 4096, max_epochs: 1, early_stopping: null }
                baselines: { linear: false, lightgbm: false }
                """,
        };
        sandbox.Folder.Parquet("data/a.parquet", $"{Purchases} FROM range(0, 70000) t(i)", ", ROW_GROUP_SIZE 10000");
        sandbox.Folder.Parquet("data/b.parquet", $"{Purchases} FROM range(70000, 160000) t(i)", ", ROW_GROUP_SIZE 10000");
        return sandbox;
    }

    /// <summary>Cuts the same rows into other files in another order.</summary>
    public static void CutOtherwise(JobSandbox sandbox)
    {
        Directory.Delete(sandbox.Folder.At("data"), recursive: true);
        sandbox.Folder.Parquet("data/1.parquet", $"SELECT * FROM ({Purchases} FROM range(0, 160000) t(i)) WHERE id % 3 = 0 ORDER BY shop DESC", ", ROW_GROUP_SIZE 4096");
        sandbox.Folder.Parquet("data/2.parquet", $"SELECT * FROM ({Purchases} FROM range(0, 160000) t(i)) WHERE id % 3 <> 0 ORDER BY fare, id", ", ROW_GROUP_SIZE 30000");
    }

    /// <summary>The vocabulary counted over all training rows, most frequent first, ties by bytes, then in the order of bytes.</summary>
    public static List<string> Expected() => TestFolder.Sql(
        $"SELECT shop FROM (SELECT shop, count(*) AS n FROM ({Purchases} FROM range(0, 160000) t(i)) WHERE part = 0 AND shop IS NOT NULL GROUP BY shop ORDER BY n DESC, shop LIMIT {MaxSize}) ORDER BY shop");

    /// <summary>The vocabulary in a run's feature model.</summary>
    public static List<string> Vocabulary(JobSandbox sandbox, string run)
    {
        var columns = JsonNode.Parse(File.ReadAllText(sandbox.Folder.At(run, "features.json")))!["columns"]!.AsArray();
        var shop = columns.Single(column => (string)column!["name"]! == "shop")!;
        return [.. shop["steps"]!.AsArray().Single()!["values"]!.AsArray().Select(value => (string)value!)];
    }
}
