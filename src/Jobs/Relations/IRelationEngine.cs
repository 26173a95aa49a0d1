namespace Millrace.Jobs.Relations;

/// <summary>
/// An engine in which tables meet. It is given statements of <see cref="RelationSql"/> and does what engines do best: shuffle, sort, group, spill. For one
/// caller at a time.
/// </summary>
internal interface IRelationEngine : IAsyncDisposable
{
    /// <summary>How its statements are written.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Gives Parquet files a name in statements.</summary>
    /// <param name="view">The name: letters, digits and underscores.</param>
    /// <param name="files">Full paths; at least one.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    Task RegisterAsync(string view, IReadOnlyList<string> files, CancellationToken cancellationToken);

    /// <summary>Gives a statement a name in later ones.</summary>
    Task DefineAsync(string view, string query, CancellationToken cancellationToken);

    /// <summary>Writes the rows of a statement as Parquet files.</summary>
    /// <param name="query">The statement.</param>
    /// <param name="folder">Full path of a folder that does not exist yet.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns>Full paths of the files, in name order; at least one, which may have no rows.</returns>
    Task<IReadOnlyList<string>> WriteAsync(string query, string folder, CancellationToken cancellationToken);

    /// <summary>The rows of a statement that gives few rows of int64 without null.</summary>
    Task<IReadOnlyList<long[]>> ReadAsync(string query, CancellationToken cancellationToken);
}
