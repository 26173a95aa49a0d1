using System.Globalization;
using Millrace.Training.Networks;

namespace Millrace.Training.Checkpoints;

/// <summary>What a checkpoint must belong to: a plan, a network, and the row counts of all lanes.</summary>
/// <param name="PlanHash">Hash of the plan.</param>
/// <param name="Layout">The network's parameters.</param>
/// <param name="Data">Hash of the row counts.</param>
internal sealed record CheckpointIdentity(string PlanHash, ParameterLayout Layout, string Data)
{
    /// <summary>The header of a checkpoint that is written now.</summary>
    public CheckpointHeader Header(StateProgress progress) => new()
    {
        Version = ProductInfo.Version,
        PlanHash = PlanHash,
        Parameters = Describe(Layout),
        Data = Data,
        Progress = progress,
    };

    /// <summary>Reads one checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged, or belongs to something else (its cause is a <see cref="MismatchException"/>).</exception>
    public TrainingState Load(string path)
    {
        var (header, sections) = CheckpointFile.Read(path);
        var theirs = header.Parameters;
        var ours = Describe(Layout);
        for (var i = 0; i < Math.Max(ours.Length, theirs.Count); i++)
        {
            var (here, there) = (i < ours.Length ? ours[i] : "nothing", i < theirs.Count ? theirs[i] : "nothing");
            if (here != there)
            {
                throw Mismatch(path, $"it belongs to another network: it has {there} where this one has {here}");
            }
        }

        if (header.PlanHash != PlanHash)
        {
            throw Mismatch(path, $"it belongs to another plan ({Short(header.PlanHash)}, this one is {Short(PlanHash)}); remove it or train without resuming");
        }

        if (header.Data != Data)
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
            sections.TryGetValue(name, out var values) && (values.Length == Layout.Count || (values.Length == 0 && name is not ("parameters" or "best")))
                ? values
                : throw new CheckpointException(path, $"its part {name} is missing or has the wrong length");
    }

    /// <summary>As much of a plan's hash as a person compares.</summary>
    internal static string Short(string hash) => hash[..Math.Min(12, hash.Length)];

    private static CheckpointException Mismatch(string path, string what) => new(path, what, new MismatchException());

    private static string[] Describe(ParameterLayout layout) =>
        [.. layout.Views.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Name}[{string.Join(",", v.Shape)}]"))];

    /// <summary>Marks a checkpoint that is sound but not ours: falling back further would hide the mistake.</summary>
    internal sealed class MismatchException : Exception;
}
