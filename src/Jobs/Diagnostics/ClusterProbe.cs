using Millrace.Jobs.Cluster;
using Millrace.Jobs.Specification;
using Millrace.Spark;

namespace Millrace.Jobs.Diagnostics;

/// <summary>Looks at a Spark by its address: is it there, which version, how many slots, do its executors have this build and see this folder. Runs one small query.</summary>
/// <param name="workingFolder">The folder that executors should see.</param>
internal sealed class ClusterProbe(string workingFolder)
{
    private const string Name = "Spark at the address";
    private const string Use = "running jobs there";

    /// <summary>The check.</summary>
    public async Task<MachineCheck> LookAsync(SparkSpec spark, CancellationToken cancellationToken)
    {
        if (SparkAddress.Parse(spark.Address!) is not { } address)
        {
            return new MachineCheck(Name, CheckStatus.Missing, $"`{spark.Address}` is no address", Use, $"write {SparkAddress.Forms}");
        }

        var folder = Directory.CreateDirectory(Path.Combine(workingFolder, $".millrace-doctor-{Environment.ProcessId}")).FullName;
        try
        {
            await using var session = await SparkOpening.ConnectAsync(address, new SparkProgress(), cancellationToken);
            var settings = await SessionRules.ApplyAsync(session, cancellationToken);
            var answers = await SparkOpening.ProveAsync(session, settings, spark, folder, cancellationToken);
            return new MachineCheck(
                Name,
                CheckStatus.Fine,
                $"Spark {session.Version()}, {address.ForPeople}, {answers.Words}; executors have this build and see {workingFolder}{(answers.Missing is { } missing ? $"; {missing}" : "")}",
                Use);
        }
        catch (Exception failure) when (failure is JobFailedException or SparkException)
        {
            return new MachineCheck(Name, CheckStatus.Missing, $"{address.ForPeople}: {failure.Message}", Use, "mend what is named, then look again");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
