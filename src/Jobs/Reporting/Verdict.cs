using System.Globalization;
using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Reporting;

/// <summary>Says in a sentence whether the network earned its place.</summary>
internal static class Verdict
{
    /// <summary>The sentence.</summary>
    public static string Of(ModelQuality? quality)
    {
        if (quality is null)
        {
            return "This job trains no network.";
        }

        var metric = quality.DecidingMetric;
        var scores = string.Join(", ", quality.Models.Select(model => $"{model.Model} {Html.Number(model.Metric(metric) ?? double.NaN)}"));
        var opening = quality.NetworkEarnedItsPlace switch
        {
            true => "The network earned its place: it is better than every baseline",
            false => "The network has not earned its place: a baseline is as good or better",
            null => "There is no baseline to compare the network with",
        };
        var share = quality.ShareOfTheTreesGain is { } gain && double.IsFinite(gain)
            ? string.Create(CultureInfo.InvariantCulture, $" Of what the trees gain over the linear model it has {gain:P0}.")
            : "";
        return $"{opening} ({metric} on {Html.Count(quality.TestRows)} test rows: {scores}).{share}";
    }
}
