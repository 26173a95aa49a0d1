using Millrace.Features.Encoders.Labels;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Names of a model's columns of predictions.</summary>
internal static class PredictionNames
{
    /// <summary>In order: a regression's label; a binary label and its class 1, <c>LABEL=CLASS</c>; one a class of a multi-class label.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<LabelLayout> labels) =>
    [
        .. labels.SelectMany(label => label.Kind switch
        {
            LabelKind.Regression => [label.Name],
            LabelKind.Binary => [$"{label.Name}={label.Classes[^1]}"],
            _ => label.Classes.Select(name => $"{label.Name}={name}"),
        }),
    ];
}
