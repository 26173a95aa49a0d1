using System.Text;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Features;

/// <summary>What the stages between clean rows and training need to know of a job, as data.</summary>
/// <param name="Job">The job's canonical JSON.</param>
internal sealed record LearningSettings(string Job)
{
    /// <summary>The settings of a job.</summary>
    public static LearningSettings Of(JobSpec job) => new(Encoding.UTF8.GetString(job.ToCanonicalJson()));

    /// <summary>The job.</summary>
    public JobSpec ReadJob() => JobFile.Parse(Encoding.UTF8.GetBytes(Job), "learning");
}
