using Millrace.Training;

namespace Millrace.Jobs.Stages;

/// <summary>A step that was computed again.</summary>
/// <param name="Step">What came of it.</param>
/// <param name="Compared">What it was compared with, and whether it was equal to the last bit.</param>
internal sealed record ReplayedStep(ReplayResult Step, IReadOnlyDictionary<string, bool> Compared)
{
    /// <summary>Whether everything that it was compared with is equal.</summary>
    public bool Matches => Compared.Values.All(static equal => equal);
}
