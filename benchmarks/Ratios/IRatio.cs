namespace Millrace.Benchmarks.Ratios;

/// <summary>One claim about speed or size: a number, its limit, and how it is measured. Add new ones to <see cref="RatioCatalog"/>.</summary>
internal interface IRatio
{
    /// <summary>The name on the command line and in the output, for example <c>cleaning-vs-duckdb</c>.</summary>
    string Name { get; }

    /// <summary>What the value must not exceed, or must reach.</summary>
    RatioLimit Limit { get; }

    /// <summary>Measures once. Both sides run in this process's run, interleaved, and their results are compared before timing.</summary>
    /// <exception cref="WrongResultException">A side computed something else than it should.</exception>
    Task<Measurement> MeasureAsync(CancellationToken cancellationToken);
}
