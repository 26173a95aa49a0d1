using System.Text.Json;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages;

/// <summary>The canonical text of a job's sections: what a stage's key is made of, so that a change elsewhere leaves its result standing.</summary>
internal sealed class JobSections
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public JobSections(JobSpec job)
    {
        using var document = JsonDocument.Parse(job.ToCanonicalJson());
        foreach (var section in document.RootElement.EnumerateObject())
        {
            _texts[section.Name] = section.Value.GetRawText();
        }
    }

    /// <summary>The canonical text of a section; empty where the job has none.</summary>
    public string this[string section] => _texts.GetValueOrDefault(section, "");
}
