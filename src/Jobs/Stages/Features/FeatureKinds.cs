using Millrace.Features.Splitting;

namespace Millrace.Jobs.Stages.Features;

/// <summary>The kinds of feature file: one a part.</summary>
internal static class FeatureKinds
{
    /// <summary>The kind of file that holds a part.</summary>
    public static string Of(SplitPart part) => part switch
    {
        SplitPart.Train => "train",
        SplitPart.Validation => "validation",
        _ => "test",
    };
}
