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
    public void Every_sample_job_is_sound()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root(), "samples"), "*.yaml");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(Path.GetFileNameWithoutExtension(file), JobFile.Load(file).Name));
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
                "taxi.yaml:19:41: cleaning[1].rule.check: rule 'fare-positive': there is no column 'fare' (at character 1 of 'fare > 0.0'); see docs/rules.md",
                "taxi.yaml:20:41: cleaning[2].rule.check: rule 'distance-sane': '<' does not take (float, text); it takes (T, T) (at character 1 of 'trip_distance < 'far''); see docs/rules.md",
                "taxi.yaml:34:48: network.layers[0].dense.activation: has to be one of linear, relu, leaky_relu, elu, gelu, gelu_tanh, silu, tanh, sigmoid, softplus, softmax, but is `rely`; did you mean `relu`?",
                "taxi.yaml:43:10: training.lanes: is 6, no power of two; give 1, 2, 4, 8, ... up to 1,024",
            ],
            failure.Faults.Select(fault => fault.ToText(failure.File)));
    }

    [Theory]
    [InlineData("name: taxi-fare", "name: taxi fare", "f:1:7: name: is no name for a job; use letters, digits, dots, hyphens and underscores, at most 100, and do not begin with a dot")]
    [InlineData("check: fare_amount > 0.0", "check: fare_amount + trip_id > 0.0", "f:19:41: cleaning[1].rule.check: ")]
    [InlineData("by: [trip_id]", "by: [trip_id, tripid]", "f:24:29: duplicates.by[1]: the column `tripid` is not in the contract; did you mean `trip_id`?")]
    [InlineData("by: [trip_id]", "by: [trip_id, trip_distance]", "f:24:29: duplicates.by[1]: names a column of type float64, whose values are not compared exactly; name integers, text, dates or timestamps, or write `duplicates: all`")]
    [InlineData("duplicates: { by: [trip_id] }", "duplicates: { all: false }", "f:24:13: duplicates: names no columns; write `duplicates: all`, or `duplicates: { by: [COLUMN] }`")]
    [InlineData("duplicates: { by: [trip_id] }", "duplicates: al", "f:24:13: duplicates.by[0]: the column `al` is not in the contract; known are fare_amount, passenger_count, payment_type, pickup, trip_distance, trip_id, trip_time_in_secs, vendor_id")]
    [InlineData("kind: files", "kind: file", "f:25:16: split.kind: `file` is not known here; did you mean `files`?")]
    [InlineData("kind: files, test", "test", "f:25:8: split: `kind` is missing; add `kind`: one of column, files, hash, time")]
    [InlineData("validation: 0.2", "validation: 1.0", "f:25:70: split.validation: is 1, out of its range; give at least 0 and below 1")]
    [InlineData("validation: 0.2", "validation: 0", "f:42:19: training.early_stopping: needs validation rows, and the split gives none; give `split: { validation: 0.15 }`, or write `early_stopping: null`")]
    [InlineData("units: 128", "units: 0", "f:34:31: network.layers[0].dense.units: is 0, out of its range; give 1 to 65,536 units")]
    [InlineData("loss: squared", "loss: logistic", "f:37:9: training.loss: logistic is no loss for the task regression; leave `loss` out for the task's own, or see docs/job-file.md")]
    [InlineData("loss: squared", "loss: { logistic: { class_weights: [1, -2] } }", "f:37:38: training.loss.logistic.class_weights: has a negative entry; give numbers from 0 on, at least one of them above 0")]
    [InlineData("loss: squared", "loss: { cross_entropy: { class_weights: [0, 0, 0] } }", "f:37:43: training.loss.cross_entropy.class_weights: is 0 for every class, so that no row would weigh anything; give")]
    [InlineData("loss: squared", "loss: { logistic: { class_weights: [1, 2, 3] } }", "f:37:38: training.loss.logistic.class_weights: has 3 entries; give two: for label 0 and for label 1")]
    [InlineData("loss: squared", "loss: { cross_entropy: { class_weights: [4] } }", "f:37:43: training.loss.cross_entropy.class_weights: has 1 entry; give one for each class, in the order of the classes' names")]
    [InlineData("lanes: 8", "lanes: 12", "f:43:10: training.lanes: is 12, no power of two; give 1, 2, 4, 8, ... up to 1,024")]
    [InlineData("ranks: 1 }", "ranks: 16 }", "f:46:40: run.ranks: is 16, which cannot share 8 lanes evenly; give a power of two up to 8")]
    [InlineData("memory: 2GB", "memory: 2MB", "f:46:28: run.memory: is 2MB, out of its range; give 256MiB to 1024TiB")]
    [InlineData("max_quarantined: 0.2", "max_quarantined: 20", "f:45:27: gates.max_quarantined: is 20, out of its range; give 0 to 1")]
    [InlineData("  layers: [", "  model: tabular\n  layers: [", "f:35:11: network.layers: cannot be listed for the tabular model, which has its own; remove `layers`, or `model: tabular`")]
    public void A_job_that_means_nothing_is_told_so(string right, string wrong, string expected)
    {
        Assert.Contains(right, SampleJobs.TaxiFareYaml, StringComparison.Ordinal);
        var yaml = SampleJobs.TaxiFareYaml.Replace(right, wrong, StringComparison.Ordinal);

        var (_, faults) = JobFile.Read(Encoding.UTF8.GetBytes(yaml));

        Assert.Contains(faults, fault => fault.ToText("f").StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("network: { layers: [] }", "f:4:10: network: is described, but nothing trains it; add `training`, or remove `network`")]
    [InlineData("features: { label: a }", "f:4:11: features: are described, but nothing is trained; add `training` and `network`, or remove `features`")]
    [InlineData("training: { task: regression }", "f:4:11: training: has nothing to learn from; add `features`, with `label` at least")]
    [InlineData("training: { task: regression }", "f:4:11: training: has no network to train; add `network`, for example `network: { layers: [ { dense: { units: 64, activation: relu } } ] }`")]
    public void Parts_of_a_training_alone_are_told_so(string section, string expected)
    {
        var (_, faults) = JobFile.Read(Encoding.UTF8.GetBytes("name: n\ninput: data\ncontract: { a: int64 }\n" + section));

        Assert.Contains(expected, faults.Select(fault => fault.ToText("f")));
    }

    [Fact]
    public void A_column_that_could_not_be_read_is_not_blamed_on_the_rules_that_use_it()
    {
        var yaml = SampleJobs.TaxiFareYaml.Replace("fare_amount:        { type: float64, unit: USD }", "fare_amount:        { type: flaot64 }", StringComparison.Ordinal);

        var (_, faults) = JobFile.Read(Encoding.UTF8.GetBytes(yaml));

        var fault = Assert.Single(faults);
        Assert.StartsWith("f:16:31: contract.fare_amount.type: 'flaot64' is not a type", fault.ToText("f"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_built_in_CSharp_is_checked_as_a_whole()
    {
        var failure = Assert.Throws<JobFileException>(() => Job.Named("x y").Column("a", "int64").Rule("r", "b > 1").Build());

        Assert.Equal(["name", "input", "cleaning[0].rule.check"], failure.Faults.Select(fault => fault.Path).Order(StringComparer.Ordinal).Reverse());
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
