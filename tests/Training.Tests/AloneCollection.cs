namespace Millrace.Training.Tests;

/// <summary>Tests that measure the whole process (allocations, time limits) and so run while nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
