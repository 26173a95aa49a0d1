using System.Globalization;
using Millrace.Benchmarks.Ratios;

namespace Millrace.Benchmarks.Running;

/// <summary>Measures the ratios asked for and prints one line for each; see the measuring page for the rules.</summary>
internal static class RatioRunner
{
    private const double NeededIdleShare = 0.9;

    /// <summary>Exit code 0: all hold. 1: one falls short or a result is wrong. 2: no such name. 3: the machine is busy, or lacks what a ratio needs.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<IRatio> catalog, string? name, TextWriter output, CancellationToken cancellationToken)
    {
        var chosen = name is null ? catalog : [.. catalog.Where(ratio => ratio.Name == name)];
        if (chosen.Count == 0 && name is not null)
        {
            await output.WriteLineAsync($"no ratio is named {name}; there are: {string.Join(", ", catalog.Select(ratio => ratio.Name))}");
            return 2;
        }

        var idle = await IdleCheck.IdleShareAsync(cancellationToken);
        if (idle < NeededIdleShare)
        {
            await output.WriteLineAsync(Invariant($"the machine is {idle:P0} idle; a ratio needs {NeededIdleShare:P0}: stop what else is running"));
            return 3;
        }

        var code = 0;
        foreach (var ratio in chosen)
        {
            code = await MeasureAsync(ratio, output, cancellationToken) switch
            {
                false => 1,
                null when code == 0 => 3,
                _ => code,
            };
        }

        return code;
    }

    // Whether it holds; null where it cannot be measured here.
    private static async Task<bool?> MeasureAsync(IRatio ratio, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var measured = await ratio.MeasureAsync(cancellationToken);
            await output.WriteLineAsync(Invariant($"{ratio.Name}: {measured.Value:0.000} ({ratio.Limit})"));
            await output.WriteLineAsync(Invariant(
                $"    quartiles {measured.LowerQuartile:0.000} {measured.UpperQuartile:0.000}, {measured.Pairs} pairs; {measured.Conditions}; result {measured.ResultHash}"));
            return ratio.Limit.Holds(measured.Value);
        }
        catch (NotMeasuredException missing)
        {
            await output.WriteLineAsync($"{ratio.Name}: not measured: {missing.Message}");
            return null;
        }
        catch (WrongResultException wrong)
        {
            await output.WriteLineAsync($"{ratio.Name}: wrong result: {wrong.Message}");
            return false;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
