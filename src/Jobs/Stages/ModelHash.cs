using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Millrace.Jobs.Stages.Model;

namespace Millrace.Jobs.Stages;

/// <summary>
/// One hash of all that decides an answer: weights, encoders, and each target's temperature and threshold. The weights' own hash does not change when only the calibration does; this one does. Pure.
/// </summary>
internal static class ModelHash
{
    /// <summary>SHA-256, lowercase hex.</summary>
    /// <param name="weightsSha256">Of the weights.</param>
    /// <param name="featuresSha256">Of the frozen feature model.</param>
    /// <param name="targets">In the model's order.</param>
    public static string Of(string weightsSha256, string featuresSha256, IEnumerable<TargetQuality> targets)
    {
        var text = new StringBuilder($"weights {weightsSha256}\nfeatures {featuresSha256}\n");
        foreach (var target in targets)
        {
            text.Append(CultureInfo.InvariantCulture, $"target {target.Name} temperature {Bits(target.Calibration?.Temperature)} threshold {Bits(target.Threshold?.Value)}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Bits(double? value) => value is { } number ? BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture) : "none";
}
