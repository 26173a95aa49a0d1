using System.Diagnostics;
using System.Text.Json;

namespace Millrace.Jobs.Ledger;

/// <summary>
/// Runs stages once. A stage whose part is on disk with the same key, and whose files are there in their committed sizes,
/// is not run again: that is how a killed run goes on and an unchanged one does nothing. Not thread-safe.
/// </summary>
internal sealed class StageLedger(RunFolder folder)
{
    private readonly List<StagePart> _parts = [];

    /// <summary>The parts of this run in stage order.</summary>
    public IReadOnlyList<StagePart> Parts => _parts;

    /// <summary>How many stages really ran.</summary>
    public int StagesRun { get; private set; }

    /// <summary>Whether <see cref="RunAsync"/> would find the stage finished.</summary>
    public bool IsFinished(string name, string key) => ReadPart(name, key) is not null;

    /// <summary>The result of the stage, from disk or from <paramref name="work"/>.</summary>
    /// <typeparam name="T">The stage's result record; JSON by its public properties.</typeparam>
    /// <param name="name">The stage's name, also its part's file name.</param>
    /// <param name="key">Hash of all that the result depends on; see <see cref="StageKey"/>.</param>
    /// <param name="work">Does the stage and names its outputs in the scope.</param>
    /// <param name="cancellationToken">Stops the stage; nothing of it is committed then.</param>
    public async Task<T> RunAsync<T>(
        string name, string key, Func<StageScope, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (ReadPart(name, key) is { } finished)
        {
            _parts.Add(finished);
            return finished.Result.Deserialize<T>(LedgerJson.Options)
                ?? throw new JobFailedException($"{PartFile(name)} holds no result; delete it and run again.");
        }

        // Whatever a later reader finds must belong to this run: an old part, and the manifest that names it, go first.
        File.Delete(folder.ManifestFile);
        File.Delete(PartFile(name));
        PeakMemory.Reset();
        var start = Stopwatch.GetTimestamp();
        var scope = new StageScope(folder);
        var result = await work(scope, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        var part = new StagePart
        {
            Name = name,
            Key = key,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
            PeakBytes = PeakMemory.ReadBytes(),
            Outputs = scope.Outputs,
            Result = JsonSerializer.SerializeToElement(result, LedgerJson.Options),
        };
        await AtomicFile.WriteAsync(PartFile(name), JsonSerializer.SerializeToUtf8Bytes(part, LedgerJson.Options), cancellationToken);
        _parts.Add(part);
        StagesRun++;
        return result;
    }

    private StagePart? ReadPart(string name, string key)
    {
        var file = PartFile(name);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var part = JsonSerializer.Deserialize<StagePart>(File.ReadAllBytes(file), LedgerJson.Options);
            return part?.Key == key && part.Outputs.Values.All(OutputIsThere) ? part : null;
        }
        catch (JsonException)
        {
            // A damaged part is no part: the stage runs again and replaces it.
            return null;
        }
    }

    private bool OutputIsThere(OutputRecord output) => output.Files.All(file =>
    {
        var info = new FileInfo(folder.Place(file.Path));
        return info.Exists && info.Length == file.Bytes;
    });

    private string PartFile(string name) => Path.Combine(folder.Parts, name + ".json");
}
