namespace Millrace.Jobs.Engine;

/// <summary>A running scan. Its readers share the assignments: each row is delivered to exactly one of them. Owns its readers.</summary>
internal interface IScan : IDisposable
{
    /// <summary>The readers, each for one thread at a time.</summary>
    IReadOnlyList<IScanReader> Readers { get; }
}
