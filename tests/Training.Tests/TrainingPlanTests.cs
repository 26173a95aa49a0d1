namespace Millrace.Training.Tests;

public class TrainingPlanTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_plan_that_was_written_and_read_is_the_same_plan(bool stopsEarly)
    {
        var plan = TrainingCase.Plan with { EarlyStopping = stopsEarly ? TrainingCase.Plan.EarlyStopping : null };
        var read = TrainingPlan.FromJson(plan.ToJson());
        Assert.Equal(plan.Hash, read.Hash);
        Assert.Equal(stopsEarly, read.EarlyStopping is not null);
    }

    [Fact]
    public async Task A_model_without_early_stopping_can_be_read_again()
    {
        using var hard = await TrainingCase.MakeAsync();
        var file = Path.GetTempFileName();
        try
        {
            var trained = await hard.RunAsync(TrainingCase.Plan with { EarlyStopping = null, MaxEpochs = 1 }, new TrainingOptions());
            await trained.Model.SaveAsync(file, TestContext.Current.CancellationToken);
            var read = await TrainedModel.LoadAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(trained.WeightsSha256, read.WeightsSha256);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
