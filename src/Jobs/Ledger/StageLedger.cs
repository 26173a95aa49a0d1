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

    /// <summary>Lets the stage run again, whatever an earlier run left of it.</summary>
    public void Forget(string name) => File.Delete(PartFile(name));

    /// <summary>The result of the stage, from disk or from <paramref name="work"/>.</summary>
    /// <typeparam name="T">The stage's result record; JSON by its public properties.</typeparam>
    /// <param name="name">The stage's name, also its part's file name.</param>
    /// <param name="key">Hash of all that the result depends on; see <see cref="StageKey"/>.</param>
    /// <param name="work">Does the stage and names its outputs in the scope.</param>
    /// <param name="cancellationToken">Stops the stage; nothing of it is committed then.</param>
    /// <exception cref="JobFailedException">A file could not be read or written; other failures of the stage pass as they are.</exception>
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
        var result = await StageFiles.UseAsync(name, folder.Root, () => work(scope, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();

        var part = PartOf(name, key, start, scope.Outputs, result);
        await WriteAsync(part, cancellationToken);
        _parts.Add(part);
        StagesRun++;
        return result;
    }

    /// <summary>Does what every run does anew, such as looking at its input; the part's key says what it found.</summary>
    /// <typeparam name="T">What was found.</typeparam>
    /// <param name="name">The stage's name, also its part's file name.</param>
    /// <param name="work">Does the stage; it has no outputs.</param>
    /// <param name="recordOf">Hash of what was found, and the record that the part keeps of it.</param>
    /// <param name="cancellationToken">Stops the stage.</param>
    public async Task<T> RunAlwaysAsync<T>(
        string name, Func<CancellationToken, Task<T>> work, Func<T, (string Key, object Record)> recordOf, CancellationToken cancellationToken)
    {
        PeakMemory.Reset();
        var start = Stopwatch.GetTimestamp();
        var result = await work(cancellationToken);
        var (key, record) = recordOf(result);
        var part = PartOf(name, key, start, new SortedDictionary<string, OutputRecord>(StringComparer.Ordinal), record);
        if (ReadPart(name, part.Key) is null)
        {
            await WriteAsync(part, cancellationToken);
        }

        _parts.Add(part);
        return result;
    }

    private static StagePart PartOf<T>(string name, string key, long start, IReadOnlyDictionary<string, OutputRecord> outputs, T result) => new()
    {
        Name = name,
        Key = key,
        Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
        PeakBytes = PeakMemory.ReadBytes(),
        Outputs = outputs,
        Result = JsonSerializer.SerializeToElement(result, LedgerJson.Options),
    };

    private Task WriteAsync(StagePart part, CancellationToken cancellationToken) => StageFiles.UseAsync(
        part.Name,
        folder.Root,
        () => AtomicFile.WriteAsync(PartFile(part.Name), JsonSerializer.SerializeToUtf8Bytes(part, LedgerJson.Options), cancellationToken));

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
