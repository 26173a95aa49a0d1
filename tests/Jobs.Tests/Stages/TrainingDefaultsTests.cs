using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Model;
using Millrace.Training.Optimizers;

namespace Millrace.Jobs.Tests.Stages;

public class TrainingDefaultsTests
{
    private const long FlopOfRow = 10_000_000;
    private static readonly TrainingSpec Open = new() { Task = TrainingTask.Regression };

    [Theory]
    [InlineData(49_999, 256)]
    [InlineData(50_000, 1_024)]
    public void The_tabular_batch_follows_from_the_number_of_training_rows(long rows, int batchRows)
    {
        Assert.Equal(batchRows, TrainingDefaults.BatchRows(Open, isTabular: true, rows));
        Assert.Equal(1_024, TrainingDefaults.BatchRows(Open, isTabular: false, rows));
        Assert.Equal(77, TrainingDefaults.BatchRows(Open with { BatchRows = 77 }, isTabular: true, rows));
    }

    [Theory]
    [InlineData(null, null, 100_000, 60)]
    [InlineData(null, 6.0, 100_000, 6)]
    [InlineData(5, 6.0, 100_000, 5)]
    [InlineData(7, 6.0, 100_000, 6)]
    [InlineData(null, 6.0, 350_000, 1)]
    [InlineData(null, 6.0, 10_000_000, 1)]
    [InlineData(null, 60.0, 1_000, 1_000)]
    public void A_budget_ends_in_a_most_of_epochs(int? epochs, double? tflop, long rows, int expected) => Assert.Equal(
        expected, TrainingDefaults.Epochs(Open with { MaxEpochs = epochs, BudgetTflop = tflop }, isTabular: true, rows, static () => FlopOfRow));

    [Fact]
    public void A_plain_network_has_epochs_and_no_budget_unless_the_job_gives_one()
    {
        Assert.Equal(40, TrainingDefaults.Epochs(Open, isTabular: false, 1_000, static () => throw new InvalidOperationException()));
        Assert.Equal(3, TrainingDefaults.Epochs(Open with { MaxEpochs = 3 }, isTabular: false, 1_000, static () => throw new InvalidOperationException()));
        Assert.Equal(100, TrainingDefaults.Epochs(Open with { BudgetTflop = 1 }, isTabular: false, 1_000, static () => FlopOfRow));
    }

    [Fact]
    public void An_optimiser_of_the_job_stands_as_it_is()
    {
        var given = new SgdSpec { Rate = 0.3 };
        Assert.Same(given, TrainingDefaults.Optimizer(Open with { Optimizer = given }, isTabular: true));
        Assert.IsType<AdamWSpec>(TrainingDefaults.Optimizer(Open, isTabular: false));
        var tabular = TrainingDefaults.Optimizer(Open, isTabular: true);
        Assert.Equal((0.002, 0.0003, 1.0, 0.95), (tabular.Rate, tabular.WeightDecay, tabular.ClipNorm, tabular.AverageDecay));
    }
}
