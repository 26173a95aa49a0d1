using System.Text.Json.Serialization;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Layers.Sequences;

namespace Millrace.Training.Layers;

/// <summary>
/// One layer as the job file names it: <c>{ dense: { units: 128, activation: relu } }</c>. The names of the derived types
/// below are the keys of the job file.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "layer")]
[JsonDerivedType(typeof(DenseSpec), "dense")]
[JsonDerivedType(typeof(ActivationSpec), "activation")]
[JsonDerivedType(typeof(DropoutSpec), "dropout")]
[JsonDerivedType(typeof(Conv2DSpec), "conv2d")]
[JsonDerivedType(typeof(MaxPoolSpec), "max_pool")]
[JsonDerivedType(typeof(AveragePoolSpec), "average_pool")]
[JsonDerivedType(typeof(GlobalAveragePoolSpec), "global_average_pool")]
[JsonDerivedType(typeof(GlobalMaxPoolSpec), "global_max_pool")]
[JsonDerivedType(typeof(FlattenSpec), "flatten")]
[JsonDerivedType(typeof(RnnSpec), "rnn")]
[JsonDerivedType(typeof(LstmSpec), "lstm")]
[JsonDerivedType(typeof(GruSpec), "gru")]
[JsonDerivedType(typeof(AttentionSpec), "attention")]
[JsonDerivedType(typeof(LayerNormSpec), "layer_norm")]
[JsonDerivedType(typeof(BatchNormSpec), "batch_norm")]
[JsonDerivedType(typeof(ResidualSpec), "residual")]
public abstract record LayerSpec;
