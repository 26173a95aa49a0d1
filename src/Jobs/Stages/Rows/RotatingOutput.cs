using Apache.Arrow;
using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>
/// Rows written to one Parquet file after another, so that none grows without bound. A file is opened when its first row comes: no rows, no file.
/// For one producer at a time; disposing without completing removes the file that is open.
/// </summary>
/// <param name="engine">Writes the files.</param>
/// <param name="folder">Where; must exist.</param>
/// <param name="prefix">What the names start with.</param>
internal sealed class RotatingOutput(IEngine engine, string folder, string prefix) : IAsyncDisposable
{
    private const long RowsPerFile = 8_000_000;
    private readonly List<WrittenFile> _files = [];
    private IParquetOutput? _open;

    /// <summary>The finished files.</summary>
    public IReadOnlyList<WrittenFile> Files => _files;

    /// <summary>Takes a batch over, also when it throws.</summary>
    public async ValueTask TakeAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Length == 0)
        {
            batch.Dispose();
            return;
        }

        if (_open is { Rows: >= RowsPerFile })
        {
            await CompleteAsync(cancellationToken);
        }

        _open ??= engine.OpenOutput(Path.Combine(folder, $"{prefix}-{_files.Count:0000}.parquet"), batch.Schema);
        await _open.TakeAsync(batch, cancellationToken);
    }

    /// <summary>Finishes the open file.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_open is not null)
        {
            _files.Add(await _open.CompleteAsync(cancellationToken));
            await _open.DisposeAsync();
            _open = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
        {
            await _open.DisposeAsync();
        }
    }
}
