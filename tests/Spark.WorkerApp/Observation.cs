using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>Operators that tell what a worker sees.</summary>
internal static class Observation
{
    /// <summary>A row a batch with its length.</summary>
    public static async IAsyncEnumerable<RecordBatch> LengthsAsync(IAsyncEnumerable<RecordBatch> input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            using (batch)
            {
                yield return new RecordBatch(batch.Schema, [new Int64Array.Builder().Append(batch.Length).Build()], 1);
            }
        }
    }

    /// <summary>Passes batches on, and writes the most memory that the process ever had, bytes.</summary>
    public static async IAsyncEnumerable<RecordBatch> PeakAsync(
        string file, IAsyncEnumerable<RecordBatch> input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            yield return batch;
        }

        var line = (await File.ReadAllLinesAsync("/proc/self/status", cancellationToken)).Single(static one => one.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kibibytes = long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(file, (kibibytes << 10).ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    /// <summary>A row for every text of the task's header, private ones included.</summary>
    public static async IAsyncEnumerable<RecordBatch> ToldAsync(SparkTaskContext context)
    {
        await Task.CompletedTask;
        var header = typeof(SparkTaskContext).GetField("_header", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(context)!;
        var told = new StringArray.Builder();
        foreach (var property in header.GetType().GetProperties())
        {
            if (property.GetValue(header) is IEnumerable<KeyValuePair<string, string>> pairs)
            {
                told.AppendRange(pairs.Select(static pair => $"{pair.Key}={pair.Value}"));
            }
            else if (property.GetValue(header) is not IEnumerable or string)
            {
                told.Append($"{property.Name}={property.GetValue(header)}");
            }
        }

        var column = told.Build();
        yield return Texts(column);
    }

    /// <summary>A row for every file below a folder of the task's own: its path there, its Unix mode in octal digits, its text.</summary>
    public static async IAsyncEnumerable<RecordBatch> ModesAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = new StringArray.Builder();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var mode = OperatingSystem.IsWindows() ? "none" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
            told.Append($"{Path.GetRelativePath(folder, path)} {mode} {await File.ReadAllTextAsync(path, cancellationToken)}");
        }

        yield return Texts(told.Build());
    }

    /// <summary>A row with the file that this process was started from.</summary>
    public static async IAsyncEnumerable<RecordBatch> PlaceAsync()
    {
        await Task.CompletedTask;
        yield return Texts(new StringArray.Builder().Append(Environment.ProcessPath ?? "").Build());
    }

    private static RecordBatch Texts(StringArray column) =>
        new(new Schema([new Field("told", column.Data.DataType, true)], null), [column], column.Length);
}
