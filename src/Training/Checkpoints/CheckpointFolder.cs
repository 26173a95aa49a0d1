using System.Globalization;

namespace Millrace.Training.Checkpoints;

/// <summary>How the checkpoints of one run are named, found and let go of: the newest two are kept.</summary>
public static class CheckpointFolder
{
    private const string Suffix = ".checkpoint";
    private const string DamagedSuffix = ".damaged";
    private const string TemporarySuffix = ".tmp";
    private const int Kept = 2;

    /// <summary>The name of the checkpoint after <paramref name="step"/> steps.</summary>
    public static string PathOf(string folder, long step) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step-{step:D15}{Suffix}"));

    /// <summary>The checkpoints of a folder, newest first.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Named(folder, "")];

    /// <summary>
    /// Takes a damaged checkpoint out of the row of checkpoints, under its name with <c>.damaged</c> behind it: else it would be counted as one of the newest two, and the sound one
    /// that training went on from would be let go of. One that is not there any more was taken by another rank.
    /// </summary>
    /// <returns>Where it is now; null where it could not be taken away.</returns>
    internal static string? SetAside(string path)
    {
        try
        {
            File.Move(path, path + DamagedSuffix, overwrite: true);
            return path + DamagedSuffix;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Passes over a checkpoint that cannot be used. Where it is damaged, whoever writes into the folder takes it out of the row; one that could not even be read may be sound.</summary>
    /// <param name="failure">What is wrong with which file.</param>
    /// <param name="owns">Whether the caller is the one who writes into the folder.</param>
    /// <returns>A sentence for the notes of the run.</returns>
    public static string PassOver(CheckpointException failure, bool owns)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var aside = owns && failure.InnerException is not (IOException or UnauthorizedAccessException) ? SetAside(failure.File) : null;
        return $"passed over a damaged checkpoint: {failure.Message}{(aside is null ? "" : $"; it is now {Path.GetFileName(aside)}")}";
    }

    /// <summary>Removes all but the newest two, and of the damaged ones too, and what writes that were cut off left. Only for whoever writes into the folder, between two writes.</summary>
    public static void Prune(string folder)
    {
        foreach (var old in Files(folder).Skip(Kept).Concat(Named(folder, DamagedSuffix).Skip(Kept)).Concat(Named(folder, TemporarySuffix)))
        {
            File.Delete(old);
        }
    }

    private static IEnumerable<string> Named(string folder, string suffix) =>
        Directory.EnumerateFiles(folder, "step-*" + Suffix + suffix).OrderByDescending(f => f, StringComparer.Ordinal);
}
