using Apache.Arrow;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>
/// Rows written to one Parquet file after another, so that none grows without bound. A file is opened when its first row comes: no rows, no file. While a full
/// file is being finished, the next one fills. For one producer at a time; disposing without completing removes the file that is open.
/// </summary>
/// <param name="share">Writes the files and names them.</param>
/// <param name="kind">What the files hold.</param>
/// <param name="prefix">What the names start with.</param>
internal sealed class RotatingOutput(RowShare share, string kind, string prefix) : IAsyncDisposable
{
    // Files are flushed to the disk while the next one fills, so smaller files leave less to wait for at the end.
    private const long RowsPerFile = 2_000_000;
    private int _files;
    private IParquetOutput? _open;
    private Task _finishing = Task.CompletedTask;

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
            await _finishing;
            _finishing = FinishAsync(cancellationToken);
        }

        _open ??= share.Engine.OpenOutput(Path.Combine(share.Output.FolderOf(kind), $"{prefix}-{share.Output.Label}-{_files:0000}.parquet"), batch.Schema);
        await _open.TakeAsync(batch, cancellationToken);
    }

    /// <summary>Finishes all files.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        _finishing = Task.WhenAll(_finishing, FinishAsync(cancellationToken));
        await _finishing;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _finishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_open is not null)
        {
            await _open.DisposeAsync();
        }
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (_open is not { } open)
        {
            return;
        }

        _open = null;
        _files++;
        await using (open)
        {
            share.Output.Add(kind, await open.CompleteAsync(cancellationToken));
        }
    }
}
