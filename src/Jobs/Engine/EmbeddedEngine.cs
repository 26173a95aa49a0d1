using Apache.Arrow;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine;

/// <summary>The engine inside this process: one DuckDB instance, one connection per reader and output.</summary>
internal sealed class EmbeddedEngine : IEngine
{
    private readonly EngineOptions _options;

    private EmbeddedEngine(EngineOptions options)
    {
        _options = options;
    }

    /// <summary>Starts the engine.</summary>
    /// <exception cref="EngineException">It cannot start.</exception>
    public static EmbeddedEngine Open(EngineOptions options) => new(options);

    /// <inheritdoc/>
    public IReadOnlyList<ScanAssignment> Plan(Snapshot snapshot) => throw new NotSupportedException($"Not built yet: {_options}.");

    /// <inheritdoc/>
    public IScan OpenScan(Snapshot snapshot, IReadOnlyList<ScanAssignment> assignments, IReadOnlyList<string>? columns, int readers) =>
        throw new NotSupportedException("Not built yet.");

    /// <inheritdoc/>
    public IParquetOutput OpenOutput(string path, Schema schema) => throw new NotSupportedException("Not built yet.");

    /// <inheritdoc/>
    public Task<DedupeResult> DedupeAsync(
        IReadOnlyList<string> files, IReadOnlyList<string>? keyColumns, string outputFolder, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");

    /// <inheritdoc/>
    public Task<WrittenFile> SortAsync(
        IReadOnlyList<string> files, IReadOnlyList<SortKey> keys, string outputPath, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");

    /// <inheritdoc/>
    public Task<IReadOnlyList<ValueCount>> TopValuesAsync(
        IReadOnlyList<string> files, string column, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Not built yet.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
