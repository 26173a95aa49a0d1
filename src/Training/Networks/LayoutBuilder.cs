namespace Millrace.Training.Networks;

/// <summary>Collects parameter ranges while a network is built: trained ones in order, statistics behind them.</summary>
internal sealed class LayoutBuilder(int firstSum)
{
    /// <summary>Buffers are hashed, sent and stored as bytes, and spans count them by an int.</summary>
    private const int MostParameters = int.MaxValue / sizeof(float);

    private readonly List<ParameterView> _trained = [];
    private readonly List<StatisticSlot> _statistics = [];
    private int _next;
    private int _sums = firstSum;
    private int _number;

    /// <summary>Appends a trained range.</summary>
    public ParameterView Add(string name, ParameterKind kind, params ReadOnlySpan<int> shape)
    {
        Int128 count = 1;
        foreach (var size in shape)
        {
            count *= size;
        }

        var end = EndOf(name, _next + count);
        var view = new ParameterView(name, _next, shape.ToArray(), kind);
        _next = end;
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
            _next = EndOf(slot.Name, (Int128)_next + slot.Count);
        }

        return new ParameterLayout(views);
    }

    private static int EndOf(string name, Int128 total) =>
        total <= MostParameters
            ? (int)total
            : throw new NetworkException(name, $"the network has {total} parameters; at most {MostParameters} fit one buffer.");
}
