using Millrace.Features.Encoders.Labels;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Where a target's outputs and labels lie.</summary>
/// <param name="Name">The label's column.</param>
/// <param name="Task">Its kind.</param>
/// <param name="Classes">Names of its classes; empty for regression.</param>
/// <param name="FirstOutput">First of its columns of predictions.</param>
/// <param name="Outputs">Its columns of predictions.</param>
internal sealed record TargetLayout(string Name, TrainingTask Task, IReadOnlyList<string> Classes, int FirstOutput, int Outputs)
{
    /// <summary>The targets in the order of the labels.</summary>
    public static IReadOnlyList<TargetLayout> Of(IReadOnlyList<LabelLayout> labels)
    {
        var first = 0;
        var targets = new List<TargetLayout>();
        foreach (var label in labels)
        {
            var (task, outputs) = label.Kind switch
            {
                LabelKind.Regression => (TrainingTask.Regression, 1),
                LabelKind.Binary => (TrainingTask.Binary, 1),
                _ => (TrainingTask.Multiclass, label.Classes.Count),
            };
            targets.Add(new TargetLayout(label.Name, task, label.Classes, first, outputs));
            first += outputs;
        }

        return targets;
    }
}
