namespace Millrace.Jobs.Tests.Samples;

/// <summary><c>samples/taxi-fare.yaml</c>, run once.</summary>
public sealed class TaxiFareRun() : SampleRun("taxi-fare");
