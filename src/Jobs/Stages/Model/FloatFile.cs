using System.Runtime.InteropServices;

namespace Millrace.Jobs.Stages.Model;

/// <summary>A file of rows of W little-endian float32, of any length; read a block at a time.</summary>
internal static class FloatFile
{
    private const int BlockBytes = 1 << 20;

    /// <summary>How many rows it has.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="width">W.</param>
    public static long Rows(string path, int width) => new FileInfo(path).Length / (sizeof(float) * width);

    /// <summary>The rows in order. The array is the same for all rows.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="width">W.</param>
    public static IEnumerable<float[]> Read(string path, int width)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockBytes, FileOptions.SequentialScan);
        var row = new float[width];
        for (var left = stream.Length / (sizeof(float) * width); left > 0; left--)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(row.AsSpan()));
            yield return row;
        }
    }

    /// <summary>The first numbers of every n-th row, one row after the other, from the first row on.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="width">W, and how many numbers of a row are wanted.</param>
    /// <param name="every">n, at least 1.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static float[] ReadEvenly(string path, (int Whole, int Wanted) width, long every, CancellationToken cancellationToken)
    {
        var numbers = new List<float>();
        var at = 0L;
        foreach (var row in Read(path, width.Whole))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (at++ % every == 0)
            {
                numbers.AddRange(row.AsSpan(0, width.Wanted));
            }
        }

        return [.. numbers];
    }
}
