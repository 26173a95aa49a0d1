using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>A model that Spark holds for a session. Dispose drops it there.</summary>
public abstract class MlModel : IAsyncDisposable
{
    private bool _disposed;

    private protected MlModel(SparkSession session, string id)
    {
        Session = session;
        Id = id;
    }

    internal SparkSession Session { get; }

    internal string Id { get; }

    /// <summary>The rows of a dataset with the model's columns added.</summary>
    public DataFrame Transform(DataFrame dataset) => MlOperators.Transform(Id, dataset);

    /// <summary>Drops the model in Spark. A lost server is no failure here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        GC.SuppressFinalize(this);
        try
        {
            await MlOperators.DeleteAsync(Session, Id, CancellationToken.None);
        }
        catch (SparkException)
        {
            // the session is gone, and the model with it
        }
    }
}
