namespace Millrace.Training.Networks;

/// <summary>Collects parameter ranges while a network is built: trained ones in order, statistics behind them.</summary>
internal sealed class LayoutBuilder
{
    private readonly List<ParameterView> _trained = [];
    private int _next;
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

    /// <summary>The finished layout.</summary>
    public ParameterLayout Build() => new(_trained);
}
