using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Encoders;
using Millrace.Jobs.Stages.Model;

namespace Millrace.Jobs.Scoring;

/// <summary>The columns of an answer.</summary>
internal static class AnswerSchema
{
    /// <summary><c>source_file</c>, <c>source_row</c>, one column a prediction, <c>reason</c>.</summary>
    public static Schema Of(FeatureModel features) => new(
        [
            new Field("source_file", StringType.Default, nullable: false),
            new Field("source_row", Int64Type.Default, nullable: false),
            .. PredictionNames.Of(features.Layout.Labels).Select(name => new Field($"prediction:{name}", FloatType.Default, nullable: true)),
            new Field("reason", StringType.Default, nullable: true),
        ],
        null);
}
