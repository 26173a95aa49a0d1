namespace Millrace.Training.Layers;

/// <summary>What the backward pass of an activation needs.</summary>
internal static class ActivationTraits
{
    /// <summary>Whether the derivative is taken from the input, so that it must be kept; else from the output.</summary>
    public static bool NeedsSums(Activation activation) =>
        activation is Activation.Gelu or Activation.GeluTanh or Activation.Silu or Activation.Softplus;
}
