namespace Millrace.Training.Kernels;

/// <summary>What one step of a recurrent layer computes.</summary>
internal enum CellKind
{
    /// <summary>h = tanh(a + u).</summary>
    Rnn,

    /// <summary>Gates i, f, g, o.</summary>
    Lstm,

    /// <summary>Gates r, z, n.</summary>
    Gru,
}
