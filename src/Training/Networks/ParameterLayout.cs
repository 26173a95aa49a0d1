namespace Millrace.Training.Networks;

/// <summary>Where each layer's parameters lie in the flat buffers: trained ones first, running statistics last. Immutable.</summary>
public sealed class ParameterLayout
{
    internal ParameterLayout(IReadOnlyList<ParameterView> views)
    {
        Views = views;
        Count = views.Count == 0 ? 0 : views[^1].Offset + views[^1].Count;
        TrainedCount = views.Where(static view => view.Kind != ParameterKind.Statistic).Sum(static view => view.Count);
    }

    /// <summary>The ranges, in order of offset, without gaps.</summary>
    public IReadOnlyList<ParameterView> Views { get; }

    /// <summary>Elements of the parameter and the gradient buffer.</summary>
    public int Count { get; }

    /// <summary>Elements that are trained: [0, TrainedCount). The gradient norm is taken over these.</summary>
    public int TrainedCount { get; }

    /// <summary>The range that holds element <paramref name="index"/>: names the layer in errors.</summary>
    public ParameterView ViewOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Views.Last(view => view.Offset <= index);
    }
}
