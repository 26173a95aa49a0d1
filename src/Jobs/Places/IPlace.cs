using Millrace.Jobs.Engine;
using Millrace.Jobs.Relations;
using Millrace.Training;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Places;

/// <summary>
/// Where rows are worked on: in this process, or in Spark's executors. Both cut the input into shares as they like and run the same code over each, so the
/// bytes are the same by construction.
/// </summary>
internal interface IPlace : IAsyncDisposable
{
    /// <summary>The place in a few words, for the display and the manifest.</summary>
    string Name { get; }

    /// <summary>Makes the place ready and proves that it can do the job; at once where it is ready. Called before a stage that has to run.</summary>
    /// <exception cref="JobFailedException">It cannot; names what is needed and what there is.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Pins a table or view; the place is open.</summary>
    /// <exception cref="JobFailedException">The place reads no tables, or there is none of that name.</exception>
    Task<Snapshot> SurveyTableAsync(InputSpec spec, CancellationToken cancellationToken);

    /// <summary>Runs work over all rows of the request and puts its files into the request's folders, which hold nothing else afterwards.</summary>
    /// <typeparam name="TStatistics">What the work counts; a commutative monoid.</typeparam>
    /// <param name="work">What is done with the rows.</param>
    /// <param name="request">Which rows, and where files go.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    Task<WorkResult<TStatistics>> RunAsync<TStatistics>(IRowWork<TStatistics> work, WorkRequest request, CancellationToken cancellationToken)
        where TStatistics : class;

    /// <summary>Leaves one row of each set of duplicates, as <see cref="IEngine.DedupeAsync"/> says; all survivors are in the output folder afterwards.</summary>
    /// <param name="request">Which files, equal in what, and where the survivors go.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    Task<DedupeResult> DedupeAsync(DedupeRequest request, CancellationToken cancellationToken);

    /// <summary>Opens what the relation stage runs on; the caller disposes it.</summary>
    Task<IRelationEngine> OpenRelationsAsync(CancellationToken cancellationToken);

    /// <summary>Trains the plan, or goes on from its last checkpoint; the same bytes wherever.</summary>
    /// <param name="request">What is trained, on which rows.</param>
    /// <param name="cancellationToken">Stops; the next run goes on from the last checkpoint.</param>
    Task<TrainingResult> TrainAsync(TrainRequest request, CancellationToken cancellationToken);
}
