namespace Millrace.Training.Networks;

/// <summary>How the values of one sample are arranged.</summary>
internal enum TensorKind
{
    /// <summary>F values.</summary>
    Vector,

    /// <summary>H × W pixels of C values.</summary>
    Image,

    /// <summary>Up to T steps of D values.</summary>
    Sequence,

    /// <summary>M ensemble members of D values.</summary>
    Members,
}
