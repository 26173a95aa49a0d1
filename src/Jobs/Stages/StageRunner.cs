using System.Diagnostics;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Stages;

/// <summary>Runs stages through the ledger and tells the display. Not thread-safe.</summary>
internal sealed class StageRunner(StageLedger ledger, IRunDisplay display, IPlace place)
{
    /// <summary>The stage's result, from an earlier run or from <paramref name="work"/>.</summary>
    /// <typeparam name="T">The stage's result record.</typeparam>
    /// <param name="name">The stage's name in manifest and display.</param>
    /// <param name="what">What it will do, in a few words.</param>
    /// <param name="key">Hash of all that the result depends on.</param>
    /// <param name="work">Does it.</param>
    /// <param name="words">What came of it, in a few words.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T> RunAsync<T>(
        string name, string what, string key, Func<StageScope, CancellationToken, Task<T>> work, Func<T, string> words, CancellationToken cancellationToken)
    {
        if (!ledger.IsFinished(name, key))
        {
            await place.OpenAsync(cancellationToken);
        }

        var before = ledger.StagesRun;
        var start = Stopwatch.GetTimestamp();
        display.StageStarted(name, what);
        var result = await ledger.RunAsync(name, key, work, cancellationToken);
        var reused = ledger.StagesRun == before;
        display.StageFinished(new StageOutcome(name, reused, reused ? TimeSpan.Zero : Stopwatch.GetElapsedTime(start), words(result)));
        return result;
    }
}
