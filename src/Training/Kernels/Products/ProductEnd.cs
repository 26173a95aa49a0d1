namespace Millrace.Training.Kernels.Products;

/// <summary>What follows the last multiply-add of a product.</summary>
internal enum ProductEnd
{
    /// <summary>Nothing.</summary>
    Raw,

    /// <summary>+ operand[column].</summary>
    Bias,

    /// <summary>+ operand[column], then the rectifier.</summary>
    BiasRelu,

    /// <summary>Kept where operand[row, column] is positive, else +0.</summary>
    Positive,

    /// <summary>+ operand[row, column].</summary>
    Add,
}
