using System.Text;
using System.Text.Json;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Survey;

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

    /// <summary>The canonical text of a further input, without its files, which the snapshot pins.</summary>
    public static string Of(SideInputSpec input)
    {
        var shape = JobShapes.Catalog.Of(typeof(SideInputSpec));
        return Encoding.UTF8.GetString(CanonicalJson.Write(shape, input with { Input = new InputSpec { Files = [] } }));
    }

    /// <summary>The canonical text of a section; empty where the job has none.</summary>
    public string this[string section] => _texts.GetValueOrDefault(section, "");
}
