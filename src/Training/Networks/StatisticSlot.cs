namespace Millrace.Training.Networks;

/// <summary>Running statistics of a layer, whose place behind the trained parameters is known once all layers are.</summary>
internal sealed class StatisticSlot(string name, int count)
{
    /// <summary>Name of the range.</summary>
    public string Name { get; } = name;

    /// <summary>Elements.</summary>
    public int Count { get; } = count;

    /// <summary>First element in the flat buffers; set when the layout is built.</summary>
    public int Offset { get; set; }
}
