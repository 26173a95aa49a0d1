using Millrace.Features.Encoders.Categories;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Features;

/// <summary>
/// The most frequent categories of columns that have too many to be counted while encoders are fitted: shares write what they count, the engine adds it up. The same
/// for any number of shares, because the sums are.
/// </summary>
internal sealed class CategoriesPass(IPlace place, IEngine engine, RunFolder folder)
{
    /// <summary>Counts and gives for each column as many categories as it needs.</summary>
    /// <param name="learning">The job.</param>
    /// <param name="demands">The columns.</param>
    /// <param name="request">The rows that the encoders were fitted on.</param>
    /// <param name="cancellationToken">Stops within a batch, or the engine.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<CategoryCount>>> RunAsync(
        LearningSettings learning, IReadOnlyList<CategoryDemand> demands, WorkRequest request, CancellationToken cancellationToken)
    {
        var counted = new Dictionary<string, IReadOnlyList<CategoryCount>>(StringComparer.Ordinal);
        if (demands.Count == 0)
        {
            return counted;
        }

        var root = folder.Place("work", CategoriesWork.WorkName);
        var folders = Enumerable.Range(0, demands.Count).ToDictionary(CategoriesWork.KindOf, column => Path.Combine(root, CategoriesWork.KindOf(column)));
        var work = new CategoriesWork(new CategoriesSettings(learning, [.. demands.Select(demand => demand.Column)]));
        var done = await place.RunAsync(work, request with { Folders = folders }, cancellationToken);
        for (var column = 0; column < demands.Count; column++)
        {
            var demand = demands[column];
            if (done.Statistics.Values[column] != demand.Values)
            {
                throw new InvalidOperationException(
                    $"{done.Statistics.Values[column]} categories of {demand.Column} were counted for {demand.Values} training rows; nothing of this run may be used. Please report it.");
            }

            var top = await engine.TopValuesAsync(done.PathsOf(CategoriesWork.KindOf(column)), CountedValues.Categories, demand.Most, cancellationToken);
            counted.Add(demand.Column, [.. top.Select(value => new CategoryCount(value.Value, value.Count))]);
        }

        Directory.Delete(root, recursive: true);
        return counted;
    }
}
