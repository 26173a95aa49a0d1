using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>What happens to the elements of a product between the last multiply-add and the store.</summary>
internal interface ITileEnd
{
    /// <summary>The elements to store for row <paramref name="row"/> and the columns from <paramref name="column"/> of the output.</summary>
    TVector Finish<TVector, TSimd>(TVector sum, nint row, nint column)
        where TVector : struct
        where TSimd : ISimd<TVector>;
}
