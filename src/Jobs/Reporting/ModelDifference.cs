using Millrace.Jobs.Metrics;

namespace Millrace.Jobs.Reporting;

/// <summary>The network's loss minus a baseline's, row by row on the test rows.</summary>
/// <param name="Baseline">The baseline.</param>
/// <param name="Loss">What is compared: <c>absolute error</c>, <c>log loss</c>.</param>
/// <param name="Interval">The mean difference; below zero the network is better.</param>
internal sealed record ModelDifference(string Baseline, string Loss, BootstrapInterval Interval);
