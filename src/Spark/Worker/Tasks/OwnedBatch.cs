using Apache.Arrow;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>A batch whose columns lie in the memory of something else, which it disposes with itself: Arrow's own batches free only what they allocated.</summary>
internal sealed class OwnedBatch(Schema schema, IEnumerable<IArrowArray> columns, int length, IDisposable owner) : RecordBatch(schema, columns, length)
{
    private IDisposable? _owner = owner;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Interlocked.Exchange(ref _owner, null)?.Dispose();
        }
    }
}
