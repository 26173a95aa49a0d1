namespace Millrace.Jobs.Survey;

/// <summary>Lists the input's files and reads their footers; never a data page.</summary>
internal sealed class Surveyor(SurveyOptions options)
{
    /// <summary>Surveys the input.</summary>
    /// <param name="spec">Which files.</param>
    /// <param name="baseFolder">Where relative paths start; a full path.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="SurveyException">Nothing there, nothing readable, or more bad files than allowed.</exception>
    public Task<Snapshot> SurveyAsync(InputSpec spec, string baseFolder, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"Not built yet: {options}, {spec}, {baseFolder}, {cancellationToken}.");
}
