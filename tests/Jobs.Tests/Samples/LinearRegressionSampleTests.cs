using System.Text.Json.Nodes;
using Millrace.Jobs.Tests.CommandLine;
using Millrace.Training;

namespace Millrace.Jobs.Tests.Samples;

/// <summary>The smallest job that can be understood, run whole: the line that the rows were made from comes out.</summary>
public sealed class LinearRegressionSampleTests(LinearRegressionRun run) : IClassFixture<LinearRegressionRun>
{
    [Fact]
    public async Task The_line_is_found()
    {
        // y = 2x + 1.
        var model = await TrainedModel.LoadAsync(run.At("model", "network.millrace"), TestContext.Current.CancellationToken);
        var (slope, intercept) = LineOf(model);
        Assert.InRange(slope, 1.98, 2.02);
        Assert.InRange(intercept, 0.98, 1.02);
    }

    [Fact]
    public void The_network_is_as_good_as_the_linear_model_and_what_is_left_is_the_noise()
    {
        Assert.Equal(run.Manifest.Number("baselines.linear.test.rmse"), run.Manifest.Number("metrics.test.rmse"), 2e-3);

        // Noise of deviation 0.1.
        Assert.InRange(run.Manifest.Number("metrics.test.rmse"), 0.09, 0.11);
        Assert.Equal(run.Manifest.Count("rows.test"), run.Manifest.Count("metrics.test.rows"));
    }

    [Fact]
    public void All_rows_are_clean_and_the_stages_are_those_of_the_plan()
    {
        Assert.Equal((5_000, 5_000, 0, 0), (run.Manifest.Count("rows.read"), run.Manifest.Count("rows.clean"), run.Manifest.Count("rows.quarantined"), run.Manifest.Count("rows.duplicates")));
        Assert.Equal(run.Manifest.Node("stages").AsArray().Select(stage => (string)stage!["name"]!), PlanTable.Of(run.Plan).Select(stage => stage.Name));
        Assert.Empty(new ReportPage(run.Report).Resources);
    }

    // z = (x − mean) ÷ deviation goes in; what comes out is scaled and shifted to the label.
    private (double Slope, double Intercept) LineOf(TrainedModel model)
    {
        var step = JsonNode.Parse(File.ReadAllText(run.At("features.json")))!["columns"]![0]!["steps"]![0]!;
        var (mean, deviation) = ((double)step["mean"]!, (double)step["deviation"]!);
        var target = Assert.Single(model.Plan.Targets);
        Assert.Equal(2, model.Weights.Length);
        var (weight, bias) = (model.Weights.Span[0], model.Weights.Span[1]);
        var slope = weight * target.Scale / deviation;
        return (slope, (bias * target.Scale) + target.Mean - (slope * mean));
    }
}
