namespace Millrace.Spark.Sql;

/// <summary>
/// Waits for asynchronous work on behalf of the blocking members. The work starts on the thread pool, so that it never needs the
/// caller's synchronisation context, whose only thread may be the one that waits.
/// </summary>
internal static class Block
{
    public static T On<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    public static void On(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    public static IEnumerable<T> Enumerate<T>(IAsyncEnumerable<T> source)
    {
        IAsyncEnumerator<T> enumerator = source.GetAsyncEnumerator();
        try
        {
            while (On(() => enumerator.MoveNextAsync().AsTask()))
            {
                yield return enumerator.Current;
            }
        }
        finally
        {
            On(() => enumerator.DisposeAsync().AsTask());
        }
    }
}
