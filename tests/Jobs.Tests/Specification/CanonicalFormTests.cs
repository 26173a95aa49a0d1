using System.Text;
using CsCheck;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Tests.Specification;

public class CanonicalFormTests
{
    [Fact]
    public void Any_job_comes_back_from_its_canonical_form() => Gen.Int.Sample(
        seed =>
        {
            var job = (JobSpec)new RandomSpecs(seed).Of(JobShapes.Root);
            var written = job.ToCanonicalJson();
            var faults = new List<JobFault>();
            var node = YamlReader.Read(written, new YamlLimits(), faults);

            Assert.True(faults.Count == 0, string.Join('\n', faults.Select(fault => fault.ToText("f"))) + "\n" + Encoding.UTF8.GetString(written));
            var back = (JobSpec)new RecordBinder(faults, new SourceMap()).BindRoot(JobShapes.Root, node!)!;
            Assert.True(faults.Count == 0, string.Join('\n', faults.Select(fault => fault.ToText("f"))) + "\n" + Encoding.UTF8.GetString(written));
            Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(back.ToCanonicalJson()));
            Assert.Equal(job, back);
            Assert.Equal(job.GetHashCode(), back.GetHashCode());
        },
        iter: 300);

    [Fact]
    public void The_plan_hash_is_over_everything_but_the_use_of_the_machine()
    {
        var job = SampleJobs.TaxiFare();

        Assert.Equal(job.PlanHash(), (job with { Run = new RunSpec { Readers = 7, Ranks = 4, Memory = new ByteSize(1) } }).PlanHash());
        Assert.NotEqual(job.PlanHash(), (job with { Seed = 2 }).PlanHash());
        Assert.NotEqual(job.PlanHash(), (job with { Cleaning = [.. job.Cleaning.Reverse()] }).PlanHash());
        Assert.Matches("^[0-9a-f]{64}$", job.PlanHash());
    }

    [Fact]
    public void The_order_of_a_map_without_order_does_not_matter()
    {
        var one = Encoding.UTF8.GetBytes("{ a: 1, b: 2 }");
        var other = Encoding.UTF8.GetBytes("{ b: 2, a: 1 }");

        Assert.Equal(Canonical(one), Canonical(other));
        Assert.Equal("""{"title":"t","size":3,"open":false,"every":"5min","memory":"1kB","words":[],"counts":{"a":1,"b":2},"tools":[],"shelves":{}}""", Canonical(one));

        static string Canonical(byte[] counts)
        {
            var (workshop, faults) = RecordBinderTests.Bind("title: t\ncounts: " + Encoding.UTF8.GetString(counts));
            Assert.Empty(faults);
            return Encoding.UTF8.GetString(CanonicalJson.Write(RecordBinderTests.Catalog.Of(typeof(Workshop)), workshop));
        }
    }
}
