using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Model;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>The hash of a model covers all that decides an answer.</summary>
public class ModelHashTests
{
    [Fact]
    public void What_decides_an_answer_changes_the_hash_and_scores_do_not()
    {
        var model = ModelHash.Of("aa", "bb", [Target(1.5, 0.4)]);
        Assert.Matches("^[0-9a-f]{64}$", model);
        Assert.Equal(model, ModelHash.Of("aa", "bb", [Target(1.5, 0.4) with { Test = new Dictionary<string, double> { ["accuracy"] = 0.9 } }]));
        string[] others =
        [
            ModelHash.Of("ab", "bb", [Target(1.5, 0.4)]),
            ModelHash.Of("aa", "bc", [Target(1.5, 0.4)]),
            ModelHash.Of("aa", "bb", [Target(Math.BitIncrement(1.5), 0.4)]),
            ModelHash.Of("aa", "bb", [Target(1.5, Math.BitIncrement(0.4))]),
            ModelHash.Of("aa", "bb", [Target(1.5, null)]),
            ModelHash.Of("aa", "bb", []),
        ];
        Assert.Equal(others.Length + 1, others.Append(model).Distinct().Count());
    }

    private static TargetQuality Target(double temperature, double? threshold) => new()
    {
        Name = "late",
        Task = TrainingTask.Binary,
        Classes = ["0", "1"],
        Validation = new Dictionary<string, double>(),
        Test = new Dictionary<string, double>(),
        Calibration = new CalibrationQuality(temperature, 0.1, 0.05, [], []),
        Threshold = threshold is { } value ? new ThresholdQuality(value, "given in the job", new Dictionary<string, double>(), []) : null,
    };
}
