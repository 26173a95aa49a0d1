using System.Text;

namespace Millrace.Jobs.Survey;

/// <summary>Orders paths by their UTF-8 bytes, the order that Spark and DuckDB share; UTF-16 order differs beyond the basic plane.</summary>
internal sealed class PathOrder : IComparer<string>
{
    public static PathOrder Instance { get; } = new();

    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
