namespace Millrace.Training.Networks;

/// <summary>Collects parameter ranges while a network is built: trained ones in order, statistics behind them.</summary>
internal sealed class LayoutBuilder(int firstSum)
{
    private readonly List<ParameterView> _trained = [];
    private readonly List<StatisticSlot> _statistics = [];
    private int _next;
    private int _sums = firstSum;
    private int _number;

    /// <summary>Appends a trained range.</summary>
    public ParameterView Add(string name, ParameterKind kind, params ReadOnlySpan<int> shape)
    {
        var view = new ParameterView(name, _next, shape.ToArray(), kind);
        var total = (long)_next + view.Count;
        if (total > Array.MaxLength)
        {
            throw new NetworkException(name, $"the network has {total} parameters; at most {Array.MaxLength} fit one buffer.");
        }

        _next = (int)total;
        _trained.Add(view);
        return view;
    }

    /// <summary>A number for a layer that draws: 0, 1, 2 … in order of building.</summary>
    public int NextNumber() => _number++;

    /// <summary>Sums taken so far.</summary>
    public int SumCount => _sums;

    /// <summary>The place of one more float64 sum over rows.</summary>
    public int NextSum() => _sums++;

    /// <summary>Appends running statistics; their place is known once the layout is built.</summary>
    public StatisticSlot AddStatistic(string name, int count)
    {
        var slot = new StatisticSlot(name, count);
        _statistics.Add(slot);
        return slot;
    }

    /// <summary>The finished layout.</summary>
    public ParameterLayout Build()
    {
        var views = new List<ParameterView>(_trained);
        foreach (var slot in _statistics)
        {
            slot.Offset = _next;
            views.Add(new ParameterView(slot.Name, _next, [slot.Count], ParameterKind.Statistic));
            _next = checked(_next + slot.Count);
        }

        return new ParameterLayout(views);
    }
}
