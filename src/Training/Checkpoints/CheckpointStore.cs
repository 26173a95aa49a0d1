using System.Globalization;

namespace Millrace.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run in one folder: the newest two are kept; a damaged newest one falls back to the one before and
/// says so; one of another plan, network or data is refused.
/// </summary>
internal sealed class CheckpointStore
{
    private const string Suffix = ".checkpoint";
    private const int Kept = 2;
    private readonly string _folder;
    private readonly CheckpointIdentity _identity;

    /// <summary>Checkpoints in <paramref name="folder"/>, which is made where it is missing.</summary>
    public CheckpointStore(string folder, CheckpointIdentity identity)
    {
        (_folder, _identity) = (folder, identity);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Files, newest first.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(_folder, "step-*" + Suffix).OrderByDescending(f => f, StringComparer.Ordinal)];

    /// <summary>Writes the state, and removes all but the newest two.</summary>
    public string Write(TrainingState state)
    {
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"step-{state.Progress.Step:D15}{Suffix}"));
        CheckpointFile.Write(path, _identity.Header(state.Progress), state.Sections);
        foreach (var old in Files().Skip(Kept))
        {
            File.Delete(old);
        }

        return path;
    }

    /// <summary>The newest sound state, or null where there is none.</summary>
    /// <param name="notes">Gets a sentence for each damaged checkpoint passed over.</param>
    /// <exception cref="CheckpointException">The newest sound one belongs to something else.</exception>
    public TrainingState? LoadNewest(List<string> notes)
    {
        foreach (var path in Files())
        {
            try
            {
                return Load(path);
            }
            catch (CheckpointException e) when (e is not { InnerException: CheckpointIdentity.MismatchException })
            {
                notes.Add($"passed over a damaged checkpoint: {e.Message}");
            }
        }

        return null;
    }

    /// <summary>Reads one checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged or belongs to something else.</exception>
    public TrainingState Load(string path) => _identity.Load(path);
}
