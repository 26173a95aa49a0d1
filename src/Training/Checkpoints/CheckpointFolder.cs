using System.Globalization;

namespace Millrace.Training.Checkpoints;

/// <summary>How the checkpoints of one run are named, found and let go of: the newest two are kept.</summary>
public static class CheckpointFolder
{
    private const string Suffix = ".checkpoint";
    private const int Kept = 2;

    /// <summary>The name of the checkpoint after <paramref name="step"/> steps.</summary>
    public static string PathOf(string folder, long step) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step-{step:D15}{Suffix}"));

    /// <summary>The checkpoints of a folder, newest first.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "step-*" + Suffix).OrderByDescending(f => f, StringComparer.Ordinal)];

    /// <summary>Removes all but the newest two.</summary>
    public static void Prune(string folder)
    {
        foreach (var old in Files(folder).Skip(Kept))
        {
            File.Delete(old);
        }
    }
}
