namespace Millrace.Jobs.Tests.Samples;

/// <summary><c>samples/linear-regression.yaml</c>, run once.</summary>
public sealed class LinearRegressionRun() : SampleRun("linear-regression");
