using Millrace.Features.Text;

namespace Millrace.Features.Expressions;

/// <summary>Finds what somebody meant to write.</summary>
internal static class Suggestion
{
    private const int MaxDistance = 3;

    /// <summary>"; did you mean 'x'?" for the nearest name, or the names there are when none is near.</summary>
    public static string For(string name, IEnumerable<string> known)
    {
        var runes = name.ToLowerInvariant().EnumerateRunes().Take(100).ToArray();
        var nearest = known
            .Select(other => (Name: other, Distance: EditDistance.Between(runes, [.. other.ToLowerInvariant().EnumerateRunes()], MaxDistance)))
            .Where(pair => pair.Distance <= (runes.Length <= 3 ? 1 : Math.Clamp(runes.Length / 3, 2, MaxDistance)))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => pair.Name)
            .FirstOrDefault();
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }
}
