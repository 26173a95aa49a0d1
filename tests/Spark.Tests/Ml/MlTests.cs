using Millrace.Spark.Ml;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Ml;

public class MlTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Linear_regression_finds_the_line()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame data = new VectorAssembler { InputColumns = ["a", "b"] }.Transform(session.Range(200)
            .Select((Col("id") % 17).Cast("double").As("a"), (Col("id") % 5).Cast("double").As("b"))
            .WithColumn("label", (Col("a") * 2.0) - (Col("b") * 3.0) + 4.0));
        await using LinearModel model = await new LinearRegression().FitAsync(data, Token);
        double[] weights = await model.CoefficientsAsync(Token);
        Assert.Equal(2.0, weights[0], 4);
        Assert.Equal(-3.0, weights[1], 4);
        Assert.Equal(4.0, await model.InterceptAsync(Token), 3);
        Row row = (await model.Transform(data).Select(Max(Abs(Col("prediction") - Col("label")))).FirstAsync(Token))!;
        Assert.InRange(row.GetAs<double>(0), 0, 0.01);
    }

    [Fact]
    public async Task Logistic_regression_parts_two_classes()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame data = new VectorAssembler { InputColumns = ["x"] }.Transform(session.Range(100)
            .Select(Col("id").Cast("double").As("x"), When(Col("id") >= 50, 1.0).Otherwise(0.0).As("label")));
        await using LinearModel model = await new LogisticRegression { RegularisationWeight = 0.01 }.FitAsync(data, Token);
        Assert.True((await model.CoefficientsAsync(Token))[0] > 0);
        Assert.InRange(model.Transform(data).Filter(Col("prediction") == Col("label")).Count(), 95, 100);
    }

    [Fact]
    public async Task K_means_finds_two_clusters()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame data = new VectorAssembler { InputColumns = ["x", "y"] }.Transform(session.Range(20)
            .Select((Col("id") % 2 * 100).Cast("double").As("x"), (Col("id") % 2 * -10).Cast("double").As("y")));
        await using KMeansModel model = await new KMeans { K = 2 }.FitAsync(data, Token);
        double[][] centres = [.. (await model.ClusterCentersAsync(Token)).OrderBy(static c => c[0])];
        Assert.Equal([0.0, 0.0], centres[0]);
        Assert.Equal([100.0, -10.0], centres[1]);
        Assert.Equal(2, model.Transform(data).Select("prediction").Distinct().Count());
    }

    [Fact]
    public async Task FP_growth_finds_sets_and_rules()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame baskets = session.Sql("SELECT * FROM VALUES (array('a', 'b')), (array('a', 'b', 'c')), (array('a')) AS t(items)");
        await using FPGrowthModel model = await new FPGrowth { MinSupport = 0.5, MinConfidence = 0.9 }.FitAsync(baskets, Token);
        Assert.Equal(3, model.FrequentItemsets().Count());
        Row rule = Assert.Single(await model.AssociationRules().CollectAsync(Token));
        Assert.Equal(["b"], rule.GetAs<string[]>("antecedent"));
        Assert.Equal(["a"], rule.GetAs<string[]>("consequent"));
        Assert.Equal(1.0, rule.GetAs<double>("confidence"));
    }
}
