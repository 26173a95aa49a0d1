using System.Text;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Tests.Specification;

public class JobFileTests
{
    [Fact]
    public void The_same_job_in_YAML_and_in_CSharp_is_the_same_record()
    {
        var job = JobFile.Parse(SampleJobs.TaxiFareUtf8, "taxi.yaml");

        Assert.Equal(SampleJobs.TaxiFare(), job);
        Assert.Equal(SampleJobs.TaxiFare().PlanHash(), job.PlanHash());
    }

    [Fact]
    public void A_job_of_cleaning_alone_needs_no_model()
    {
        var job = JobFile.Parse("name: clean\ninput: data\ncontract: { a: int64 }"u8, "f");

        Assert.Null(job.Training);
        Assert.Equal(["data"], job.Input.Files);
    }

    [Fact]
    public void A_job_with_five_faults_reports_five()
    {
        var yaml = SampleJobs.TaxiFareYaml
            .Replace("max_bad_files: 2", "max_bad_fils: 2", StringComparison.Ordinal)
            .Replace("fare_amount > 0.0", "fare > 0.0", StringComparison.Ordinal)
            .Replace("trip_distance < 200.0", "trip_distance < 'far'", StringComparison.Ordinal)
            .Replace("activation: relu } }, {", "activation: rely } }, {", StringComparison.Ordinal)
            .Replace("lanes: 8", "lanes: 6", StringComparison.Ordinal);

        var failure = Assert.Throws<JobFileException>(() => JobFile.Parse(Encoding.UTF8.GetBytes(yaml), "taxi.yaml"));

        Assert.Equal(
            [
                "taxi.yaml:7:3: input.max_bad_fils: is not a setting; did you mean `max_bad_files`?",
            ],
            failure.Faults.Select(fault => fault.ToText(failure.File)));
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        var path = Path.GetTempFileName();
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(2 << 20);
        }

        var failure = Assert.Throws<JobFileException>(() => JobFile.Load(path, "big.yaml"));

        Assert.Equal("big.yaml: is 2,097,152 bytes long, 1,048,576 are allowed; a job file holds settings only, keep data in files of their own", failure.Message);
        File.Delete(path);
    }
}
