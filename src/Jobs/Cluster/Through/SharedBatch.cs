using Apache.Arrow;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>A batch whose parts are given out one after the other; the last part that is disposed disposes it. Not thread-safe.</summary>
internal sealed class SharedBatch(RecordBatch batch, int parts)
{
    private int _left = parts;

    /// <summary>One part's hold on the batch.</summary>
    public IDisposable Hold() => new Holder(this);

    private void Release()
    {
        if (--_left == 0)
        {
            batch.Dispose();
        }
    }

    private sealed class Holder(SharedBatch owner) : IDisposable
    {
        private bool _released;

        public void Dispose()
        {
            if (!_released)
            {
                _released = true;
                owner.Release();
            }
        }
    }
}
