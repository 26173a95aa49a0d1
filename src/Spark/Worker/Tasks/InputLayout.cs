using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>How a task's input is laid out.</summary>
/// <param name="Framing">How batches follow one another.</param>
/// <param name="Wrapped">Whether the columns stand inside one struct.</param>
internal readonly record struct InputLayout(InputFraming Framing, bool Wrapped)
{
    /// <summary>The layout that the evaluation type and the release have.</summary>
    public static InputLayout Of(TaskHeader header) => new(
        header.EvalType switch
        {
            EvalType.MapInArrow or EvalType.ScalarArrow or EvalType.ScalarPandas => InputFraming.OneStream,
            _ => header.Family == ProtocolFamily.Spark40 ? InputFraming.BatchPerGroup : InputFraming.StreamPerGroup,
        },
        Wrapped: header.EvalType is EvalType.MapInArrow or EvalType.GroupedMapArrow);
}
