namespace Millrace.Jobs.Metrics;

/// <summary>A mean difference with the interval that holds it with 95 % confidence.</summary>
/// <param name="Mean">The mean difference.</param>
/// <param name="Low">Lower end: the 2.5 % quantile of the resampled means.</param>
/// <param name="High">Upper end: the 97.5 % quantile.</param>
public sealed record BootstrapInterval(double Mean, double Low, double High)
{
    /// <summary>Whether the difference may be called one: the interval leaves out zero.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}
