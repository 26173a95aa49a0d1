using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.DuckDb;

/// <summary>
/// DuckDB refused or failed a statement. Internal to the engine, which turns it into the exception of its area; DuckDB's own words may quote data and stay here.
/// </summary>
internal sealed class DuckDbException : Exception
{
    public DuckDbException(DuckDBErrorType type, string words)
        : base(words)
    {
        Type = type;
    }

    /// <summary>DuckDB's code.</summary>
    public DuckDBErrorType Type { get; }
}
