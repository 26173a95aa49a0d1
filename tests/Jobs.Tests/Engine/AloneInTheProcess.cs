namespace Millrace.Jobs.Tests.Engine;

/// <summary>Tests that look at the whole process's memory: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess
{
}
