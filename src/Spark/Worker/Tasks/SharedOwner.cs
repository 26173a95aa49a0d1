namespace Millrace.Spark.Worker.Tasks;

/// <summary>Disposes something when the last of its holders has disposed this. Thread-safe.</summary>
internal sealed class SharedOwner(IDisposable owned, int holders) : IDisposable
{
    private int _holders = holders;

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            owned.Dispose();
        }
    }
}
