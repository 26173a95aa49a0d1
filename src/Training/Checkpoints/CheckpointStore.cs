namespace Millrace.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run in one folder: the newest two are kept; a damaged newest one falls back to the one before and
/// says so; one of another plan, network or data is refused.
/// </summary>
internal sealed class CheckpointStore
{
    private readonly string _folder;
    private readonly CheckpointIdentity _identity;

    /// <summary>Checkpoints in <paramref name="folder"/>, which is made where it is missing.</summary>
    public CheckpointStore(string folder, CheckpointIdentity identity)
    {
        (_folder, _identity) = (folder, identity);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Files, newest first.</summary>
    public IReadOnlyList<string> Files() => CheckpointFolder.Files(_folder);

    /// <summary>Writes the state, and removes all but the newest two.</summary>
    public string Write(TrainingState state)
    {
        var path = CheckpointFolder.PathOf(_folder, state.Progress.Step);
        CheckpointFile.Write(path, _identity.Header(state.Progress), state.Sections);
        CheckpointFolder.Prune(_folder);
        return path;
    }

    /// <summary>The newest sound state, or null where there is none.</summary>
    /// <param name="notes">Gets a sentence for each damaged checkpoint passed over.</param>
    /// <param name="owns">Whether the caller is the one who writes into the folder: it sets damaged ones aside.</param>
    /// <exception cref="CheckpointException">The newest sound one belongs to something else.</exception>
    public TrainingState? LoadNewest(List<string> notes, bool owns = true)
    {
        foreach (var path in Files())
        {
            try
            {
                return Load(path);
            }
            catch (CheckpointException e) when (e is not { InnerException: CheckpointIdentity.MismatchException })
            {
                notes.Add(CheckpointFolder.PassOver(e, owns));
            }
        }

        return null;
    }

    /// <summary>Reads one checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged or belongs to something else.</exception>
    public TrainingState Load(string path) => _identity.Load(path);
}
