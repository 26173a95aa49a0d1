using System.Text;
using System.Text.Json;
using Millrace.Training.Checkpoints;

namespace Millrace.Training;

/// <summary><c>metrics.jsonl</c>: one line an epoch. Apart from <c>seconds</c> and <c>rows_per_second</c> it depends on plan and rows only.</summary>
internal sealed class MetricsFile
{
    private readonly string _path;

    /// <summary>Starts the file with the lines of <paramref name="history"/>: what came after the checkpoint is cut off.</summary>
    public MetricsFile(string path, IReadOnlyList<EpochRecord> history)
    {
        _path = path;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var temporary = path + ".tmp";
        File.WriteAllText(temporary, string.Concat(history.Select(Line)), new UTF8Encoding(false));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Appends one epoch.</summary>
    public void Append(EpochRecord record) => File.AppendAllText(_path, Line(record), new UTF8Encoding(false));

    private static string Line(EpochRecord record) => JsonSerializer.Serialize(record, CheckpointJson.Default.EpochRecord) + "\n";
}
