using Millrace.Features.Splitting;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>All inputs of a job as their footers show them, before anything is read.</summary>
/// <param name="Main">The main input.</param>
/// <param name="Test">Test files of a split by files; null where the job learns nothing or names none.</param>
/// <param name="Validation">Validation files of a split by files; null likewise.</param>
/// <param name="Sides">Further inputs by name, in the order of names.</param>
internal sealed record PlannedInputs(Snapshot Main, Snapshot? Test, Snapshot? Validation, IReadOnlyList<KeyValuePair<string, Snapshot>> Sides)
{
    /// <summary>Rows over the main input and the parts of the split that have files of their own; null where a file does not tell.</summary>
    public long? LearningRows => Main.Rows + (Test is null ? 0 : Test.Rows) + (Validation is null ? 0 : Validation.Rows);

    /// <summary>Reads the footers of all inputs.</summary>
    /// <param name="job">The job.</param>
    /// <param name="folder">Where its paths start; a full path.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="SurveyException">An input is not there or cannot be read.</exception>
    public static async Task<PlannedInputs> ReadAsync(JobSpec job, string folder, CancellationToken cancellationToken)
    {
        var surveyor = new Surveyor(new SurveyOptions());
        var main = await new Surveyor(new SurveyOptions { Except = SplitFiles.Of(job) }).SurveyAsync(job.Input, folder, cancellationToken);
        var split = job.Features is null ? null : job.Split as FilesSplitSpec;
        var sides = new List<KeyValuePair<string, Snapshot>>();
        foreach (var (name, spec) in job.Inputs.Where(_ => job.Relation is not null).OrderBy(input => input.Key, StringComparer.Ordinal))
        {
            sides.Add(KeyValuePair.Create(name, await surveyor.SurveyAsync(spec.Input, folder, cancellationToken)));
        }

        return new PlannedInputs(main, await PartAsync(split?.Test), await PartAsync(split?.ValidationFiles), sides);

        async Task<Snapshot?> PartAsync(IReadOnlyList<string>? paths) =>
            paths is { Count: > 0 } ? await surveyor.SurveyAsync(job.Input with { Files = paths }, folder, cancellationToken) : null;
    }
}
