namespace Millrace.Training.Networks;

/// <summary>What a network is made of.</summary>
public enum ModelKind
{
    /// <summary>The layers that the job lists.</summary>
    Layers,

    /// <summary>The tabular ensemble: shared dense blocks with a scale per member (TabM; Gorishniy et al. 2024).</summary>
    Tabular,
}
