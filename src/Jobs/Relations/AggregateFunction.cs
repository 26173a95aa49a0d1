namespace Millrace.Jobs.Relations;

/// <summary>What an engine computes over several rows.</summary>
internal enum AggregateFunction
{
    /// <summary>Rows with a value; rows, where there is no column.</summary>
    Count,

    /// <summary>The exact sum of int64 values.</summary>
    Sum,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The largest.</summary>
    Max,
}
