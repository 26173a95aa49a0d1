using System.Runtime.InteropServices;
using Apache.Arrow.C;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.DuckDb;

/// <summary>The parts of DuckDB's C interface for Arrow streams that DuckDB.NET does not declare.</summary>
internal static unsafe partial class NativeArrow
{
    /// <summary>Makes a view over a stream; it can be read once. DuckDB takes the stream over when it is read.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_arrow_scan", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DuckDBState ArrowScan(DuckDBNativeConnection connection, string viewName, CArrowArrayStream* stream);
}
