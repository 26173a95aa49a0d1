using System.Globalization;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Rows;

namespace Millrace.Jobs.Stages;

/// <summary>The limits beyond which a run has failed although nothing broke.</summary>
internal static class Gates
{
    private const int ReasonsShown = 5;

    /// <summary>Checks the row stage's counts.</summary>
    /// <exception cref="JobFailedException">Nothing is left, or more was set aside than the job allows.</exception>
    public static void CheckRows(RowsResult rows, GateSpec gates, string quarantineFolder)
    {
        if (rows.Read == 0)
        {
            throw new JobFailedException("The input has no rows: look at what the job's input names, with the command survey.");
        }

        if (rows.Clean == 0)
        {
            throw new JobFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"All {rows.Read:N0} rows were quarantined: {Reasons(rows)}. They are in {quarantineFolder}; mend the contract or the rules of the job."));
        }

        var share = (double)rows.Quarantined / rows.Read;
        if (share > gates.MaxQuarantined)
        {
            throw new JobFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Quarantined:N0} of {rows.Read:N0} rows ({share:P1}) were quarantined, more than gates.max_quarantined allows ({gates.MaxQuarantined:P1}): {Reasons(rows)}. They are in {quarantineFolder}."));
        }
    }

    private static string Reasons(RowsResult rows) => string.Join(", ", rows.Reasons
        .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(ReasonsShown)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:N0}")));
}
