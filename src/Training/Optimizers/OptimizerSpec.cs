using System.Text.Json.Serialization;

namespace Millrace.Training.Optimizers;

/// <summary>How parameters follow gradients. The names of the derived types below are the keys of the job file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "optimizer")]
[JsonDerivedType(typeof(SgdSpec), "sgd")]
[JsonDerivedType(typeof(AdamSpec), "adam")]
[JsonDerivedType(typeof(AdamWSpec), "adamw")]
[JsonDerivedType(typeof(RmsPropSpec), "rmsprop")]
[JsonDerivedType(typeof(AdagradSpec), "adagrad")]
public abstract record OptimizerSpec
{
    /// <summary>Learning rate before the schedule; positive.</summary>
    public abstract double Rate { get; init; }

    /// <summary>Weight decay: added to the gradient (L2), for AdamW decoupled from it; at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether biases, normalisation parameters and embeddings decay too (as in PyTorch).</summary>
    public bool DecayAll { get; init; } = true;

    /// <summary>
    /// Whether rows of embedding tables that a step does not touch stay as they are. Otherwise they decay, and their moments move, at every step, as all other
    /// parameters do.
    /// </summary>
    public bool Lazy { get; init; }

    /// <summary>Greatest Euclidean norm of the whole gradient; null: not clipped.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Decay per step of the exponential moving average of the weights (0.999 say); null: none.</summary>
    public double? AverageDecay { get; init; }
}
