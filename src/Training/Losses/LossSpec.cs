using System.Text.Json.Serialization;

namespace Millrace.Training.Losses;

/// <summary>What is minimised. The names of the derived types below are the keys of the job file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "loss")]
[JsonDerivedType(typeof(SquaredLossSpec), "squared")]
[JsonDerivedType(typeof(AbsoluteLossSpec), "absolute")]
[JsonDerivedType(typeof(HuberLossSpec), "huber")]
[JsonDerivedType(typeof(QuantileLossSpec), "quantile")]
[JsonDerivedType(typeof(LogisticLossSpec), "logistic")]
[JsonDerivedType(typeof(PoissonLossSpec), "poisson")]
[JsonDerivedType(typeof(CrossEntropyLossSpec), "cross_entropy")]
public abstract record LossSpec;
