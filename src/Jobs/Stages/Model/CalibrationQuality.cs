using Millrace.Jobs.Metrics;

namespace Millrace.Jobs.Stages.Model;

/// <summary>The probabilities of one target on the test rows, before and after calibration.</summary>
/// <param name="Temperature">What the logits are divided by; 1 where nothing is calibrated.</param>
/// <param name="ErrorBefore">Expected calibration error at temperature 1.</param>
/// <param name="Error">Expected calibration error of the model.</param>
/// <param name="Before">Reliability at temperature 1.</param>
/// <param name="After">Reliability of the model.</param>
internal sealed record CalibrationQuality(
    double Temperature, double ErrorBefore, double Error, IReadOnlyList<ReliabilityBin> Before, IReadOnlyList<ReliabilityBin> After);
