using System.Text.Json;

namespace Millrace.Jobs.Places;

/// <summary>
/// What a stage does with rows. A share of them is worked on alone; what all shares count is a commutative monoid in its bytes, so the cut into shares
/// changes nothing but the files. Immutable and thread-safe.
/// </summary>
/// <typeparam name="TStatistics">What is counted.</typeparam>
internal interface IRowWork<TStatistics>
    where TStatistics : class
{
    /// <summary>The name under which executors know the work.</summary>
    string Name { get; }

    /// <summary>The settings from which an executor makes the same work.</summary>
    JsonElement Settings { get; }

    /// <summary>The columns that are read; null for all.</summary>
    IReadOnlyList<string>? Columns { get; }

    /// <summary>Works on one share and gives what it counted. Files are named in the share's output.</summary>
    Task<TStatistics> RunAsync(RowShare share, CancellationToken cancellationToken);

    /// <summary>Both together; may change and give <paramref name="left"/>.</summary>
    TStatistics Merge(TStatistics left, TStatistics right);

    /// <summary>What no rows count.</summary>
    TStatistics Empty();

    /// <summary>The statistics as bytes.</summary>
    byte[] Write(TStatistics statistics);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    TStatistics Read(ReadOnlySpan<byte> bytes);
}
