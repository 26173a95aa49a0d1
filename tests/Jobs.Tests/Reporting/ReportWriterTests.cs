using System.Text.RegularExpressions;
using System.Xml.Linq;
using Millrace.Jobs.Reporting;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Tests.Reporting;

public sealed partial class ReportWriterTests
{
    [Theory]
    [InlineData(TrainingTask.Regression, 3)]
    [InlineData(TrainingTask.Binary, 4)]
    [InlineData(TrainingTask.Multiclass, 3)]
    public void The_page_has_its_pictures_and_loads_nothing(TrainingTask task, int pictures)
    {
        var page = ReportWriter.Render(SampleReport.Create(task));
        Save(page, $"report-{task}.html");
        Assert.Equal(pictures, SvgElement().Count(page));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(new Regex("(src|href|url)\\s*[=(]\\s*[\"']?(https?:|//|file:)", RegexOptions.IgnoreCase), page);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_comes_from_data_is_escaped()
    {
        var page = ReportWriter.Render(SampleReport.Create(TrainingTask.Multiclass));
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.True(page.Split("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;co&quot;").Length > 5);
    }

    [Fact]
    public void Values_of_a_personal_column_are_not_shown()
    {
        var page = ReportWriter.Render(SampleReport.Create());
        Assert.DoesNotContain(SampleReport.Secret, page, StringComparison.Ordinal);
        Assert.Contains("Personal data", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_says_what_the_run_found()
    {
        var page = ReportWriter.Render(SampleReport.Create());
        Assert.Contains("The network earned its place", page, StringComparison.Ordinal);
        Assert.Contains("105,500", page, StringComparison.Ordinal);
        Assert.Contains("fare-positive", page, StringComparison.Ordinal);
        Assert.Contains("99.2", page, StringComparison.Ordinal);
        Assert.Contains("95 % interval -0.0154 to -0.0089: the network is better", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_of_a_sample_say_of_how_many_rows_they_are()
    {
        var model = SampleReport.Create();
        var rows = model.Predictions!.Labels.Length;
        Assert.DoesNotContain("test rows, taken evenly", ReportWriter.Render(model), StringComparison.Ordinal);

        var page = ReportWriter.Render(model with { Predictions = model.Predictions with { TestRows = 12_345_678 } });

        Assert.Contains($"From {rows.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} of the 12,345,678 test rows, taken evenly", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_inside_pictures_are_unique_in_the_page()
    {
        var page = ReportWriter.Render(SampleReport.Create(TrainingTask.Binary));
        var ids = IdAttribute().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void The_page_is_well_formed()
    {
        var page = ReportWriter.Render(SampleReport.Create());
        var body = page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)];
        Assert.NotEmpty(XElement.Parse(body).Elements());
    }

    [Fact]
    public void A_job_without_training_has_a_page_too()
    {
        var whole = SampleReport.Create();
        var page = ReportWriter.Render(new ReportModel { Summary = whole.Summary with { Quality = null }, Flow = whole.Flow });
        Assert.Contains("trains no network", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
    }

    private static void Save(string page, string name)
    {
        if (Environment.GetEnvironmentVariable("MILLRACE_SAVE_REPORTS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), page);
        }
    }

    [GeneratedRegex("<svg ")]
    private static partial Regex SvgElement();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex IdAttribute();
}
