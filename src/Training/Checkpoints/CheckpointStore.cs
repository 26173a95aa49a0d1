using System.Globalization;
using Millrace.Training.Networks;

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
    private readonly string _planHash;
    private readonly ParameterLayout _layout;
    private readonly string _data;

    /// <summary>Checkpoints in <paramref name="folder"/>, which is made where it is missing.</summary>
    public CheckpointStore(string folder, string planHash, ParameterLayout layout, string data)
    {
        (_folder, _planHash, _layout, _data) = (folder, planHash, layout, data);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Files, newest first.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(_folder, "step-*" + Suffix).OrderByDescending(f => f, StringComparer.Ordinal)];

    /// <summary>Writes the state, and removes all but the newest two.</summary>
    public string Write(TrainingState state)
    {
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"step-{state.Progress.Step:D15}{Suffix}"));
        var header = new CheckpointHeader
        {
            Version = ProductInfo.Version,
            PlanHash = _planHash,
            Parameters = Describe(_layout),
            Data = _data,
            Progress = state.Progress,
        };
        CheckpointFile.Write(path, header, state.Sections);
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
            catch (CheckpointException e) when (e is not { InnerException: MismatchException })
            {
                notes.Add($"passed over a damaged checkpoint: {e.Message}");
            }
        }

        return null;
    }

    /// <summary>Reads one checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged or belongs to something else.</exception>
    public TrainingState Load(string path)
    {
        var (header, sections) = CheckpointFile.Read(path);
        var theirs = header.Parameters;
        var ours = Describe(_layout);
        for (var i = 0; i < Math.Max(ours.Length, theirs.Count); i++)
        {
            var (here, there) = (i < ours.Length ? ours[i] : "nothing", i < theirs.Count ? theirs[i] : "nothing");
            if (here != there)
            {
                throw Mismatch(path, $"it belongs to another network: it has {there} where this one has {here}");
            }
        }

        if (header.PlanHash != _planHash)
        {
            throw Mismatch(path, $"it belongs to another plan ({header.PlanHash[..12]}, this one is {_planHash[..12]}); remove it or train without resuming");
        }

        if (header.Data != _data)
        {
            throw Mismatch(path, "it belongs to other data: the lanes have other row counts");
        }

        return new TrainingState
        {
            Parameters = Section("parameters"),
            First = Section("first"),
            Second = Section("second"),
            Averages = Section("averages"),
            Best = Section("best"),
            Progress = header.Progress,
        };

        float[] Section(string name) =>
            sections.TryGetValue(name, out var values) && (values.Length == _layout.Count || (values.Length == 0 && name is not ("parameters" or "best")))
                ? values
                : throw new CheckpointException(path, $"its part {name} is missing or has the wrong length");
    }

    private static CheckpointException Mismatch(string path, string what) => new(path, what, new MismatchException());

    private static string[] Describe(ParameterLayout layout) =>
        [.. layout.Views.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Name}[{string.Join(",", v.Shape)}]"))];

    /// <summary>Marks a checkpoint that is sound but not ours: falling back further would hide the mistake.</summary>
    private sealed class MismatchException : Exception;
}
