using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Survey;
using Millrace.Training;
using Millrace.Training.Kernels;

namespace Millrace.Jobs.Stages;

/// <summary>What a run's manifest says, from what its stages found.</summary>
internal static class Manifests
{
    /// <summary>The facts.</summary>
    /// <param name="facts">What the stages found.</param>
    /// <param name="runKey">The last stage's key.</param>
    public static ManifestFacts Of(RunFacts facts, string runKey) => new()
    {
        JobJson = facts.Job.ToCanonicalJson(),
        PlanSha256 = facts.Job.PlanHash(),
        RunKey = runKey,
        Versions = new Dictionary<string, string>
        {
            ["millrace"] = ProductInfo.Version,
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["duckdb"] = typeof(DuckDBConnection).Assembly.GetName().Version?.ToString() ?? "",
        },
        Machine = new Dictionary<string, string>
        {
            ["system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["processors"] = Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["vectors"] = Trainer.KernelPath switch { KernelPath.Vector512 => "avx512", KernelPath.Vector256 => "avx2", _ => "portable" },
        },
        Seeds = new Dictionary<string, ulong> { ["seed"] = facts.Job.Seed, ["split_seed"] = facts.Job.Split.SplitSeed },
        Inputs = [.. InputsOf(facts.Input, "main"), .. InputsOf(facts.TestInput, "test"), .. InputsOf(facts.ValidationInput, "validation"), .. facts.SideInputs.SelectMany(input => InputsOf(input.Snapshot, input.Name))],
        BadFiles = [.. facts.Inputs.SelectMany(input => input.BadFiles).Select(file => new ManifestBadFile(file.Path, file.Reason))],
        Rows = RowsOf(facts),
        Joins = facts.Relation?.Steps,
        Model = facts.Trained is { } trained
            ? new ManifestModel(
                trained.WeightsSha256, ModelHash.Of(trained.WeightsSha256, facts.Fit?.Sha256 ?? "", facts.Quality?.Targets ?? []), trained.Parameters, trained.BestEpoch, trained.History.Count, trained.Steps,
                TrainingWords.Stopped(trained.Reason),
                trained.Reproducible,
                trained.Local is { } local ? new ManifestRounds(local.Replicas, local.StepsPerRound, local.InnerState.ToString().ToLowerInvariant()) : null)
            : null,
        Metrics = facts.Quality is { } quality
            ? new Dictionary<string, IReadOnlyDictionary<string, double>>
            {
                ["validation"] = WithRows(quality.Validation, quality.ValidationRows),
                ["test"] = WithRows(quality.Test, quality.TestRows),
            }
            : null,
        Targets = TargetFacts.Of(facts),
        Baselines = facts.Baselines?.Models.ToDictionary(
            model => model.Name,
            IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> (model) => new Dictionary<string, IReadOnlyDictionary<string, double>>
            {
                ["validation"] = model.Validation,
                ["test"] = WithRows(model.Test, model.TestRows),
            },
            StringComparer.Ordinal),
        Findings = [.. facts.Findings.Select(finding => $"{finding.Stage}: {finding.Text}")],
    };

    private static IEnumerable<ManifestInput> InputsOf(Snapshot? snapshot, string part) => snapshot?.Spec.Table is { } table
        ? [new ManifestInput(table, part, snapshot.Bytes, snapshot.Files.Select(file => file.ModifiedUtc).DefaultIfEmpty().Max(), snapshot.TablePin ?? "not pinned", null)]
        : snapshot?.Files.Select(file => new ManifestInput(file.Path, part, file.Bytes, file.ModifiedUtc, file.FooterHash, file.Rows)) ?? [];

    private static SortedDictionary<string, long> RowsOf(RunFacts facts)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal)
        {
            ["read"] = facts.Rows.Read,
            ["clean"] = facts.Distinct.Rows,
            ["quarantined"] = facts.Rows.Quarantined,
            ["duplicates"] = facts.Distinct.Removed,
        };
        if (facts.Relation is { } table)
        {
            rows["table"] = table.Rows;
        }

        if (facts.Encoded is { } encoded)
        {
            rows["train"] = encoded.TrainRows;
            rows["validation"] = encoded.ValidationRows;
            rows["test"] = encoded.TestRows;
            rows["test_without_label"] = encoded.TestRowsWithoutLabel;
        }

        return rows;
    }

    private static Dictionary<string, double> WithRows(IReadOnlyDictionary<string, double> metrics, long rows) =>
        new(metrics, StringComparer.Ordinal) { ["rows"] = rows };
}
