namespace Millrace.Jobs.Specification.Relations;

/// <summary>A value over several rows. Sums and means are exact: floating-point columns need a <c>scale</c> in their contract.</summary>
public abstract record AggregateSpec
{
    private protected AggregateSpec()
    {
    }
}
