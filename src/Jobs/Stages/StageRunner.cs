using System.Diagnostics;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Microsoft.Extensions.Logging;

namespace Millrace.Jobs.Stages;

/// <summary>Runs stages through the ledger and tells the display. Not thread-safe.</summary>
internal sealed class StageRunner(StageLedger ledger, IRunDisplay display, IPlace place, ILogger logger)
{
    /// <summary>The stage's result, from an earlier run or from <paramref name="work"/>.</summary>
    /// <typeparam name="T">The stage's result record.</typeparam>
    /// <param name="title">Which stage.</param>
    /// <param name="work">Does it.</param>
    /// <param name="words">What came of it, in a few words.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T> RunAsync<T>(
        StageTitle title, Func<StageScope, CancellationToken, Task<T>> work, Func<T, string> words, CancellationToken cancellationToken)
    {
        var (name, what, key) = title;
        if (!ledger.IsFinished(name, key))
        {
            await place.OpenAsync(cancellationToken);
        }

        var before = ledger.StagesRun;
        var start = Stopwatch.GetTimestamp();
        display.StageStarted(name, what);
        Log.StageBegins(logger, name, what);
        var result = await ledger.RunAsync(name, key, work, cancellationToken);
        var reused = ledger.StagesRun == before;
        display.StageFinished(new StageOutcome(name, reused, reused ? TimeSpan.Zero : Stopwatch.GetElapsedTime(start), words(result)));
        Tell(ledger.Parts[^1], reused, words(result));
        return result;
    }

    private void Tell(StagePart part, bool reused, string words)
    {
        if (reused)
        {
            Instruments.StageReused(part.Name);
            Log.StageReused(logger, part.Name, words);
        }
        else
        {
            Instruments.StageRan(part.Name, part.Seconds, part.PeakBytes);
            Log.StageDone(logger, part.Name, part.Seconds, part.PeakBytes, words);
        }
    }
}
