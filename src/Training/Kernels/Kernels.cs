using System.Runtime.Intrinsics.X86;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Kernels.Updates;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <summary>
/// The numeric work of layers and optimisers: the seam behind which another backend could stand. One object serves one
/// rank: it owns scratch memory and is not thread-safe.
/// </summary>
/// <remarks>
/// R rows (times positions), K depth, N columns. A product is one fused multiply-add chain per output, in depth order,
/// from +0. Sums over rows are chains within a lane, +0 added, and a balanced tree over the lanes.
/// </remarks>
internal abstract unsafe partial class Kernels
{
    /// <summary>The width that runs.</summary>
    public abstract KernelPath Path { get; }

    /// <summary>The widest path of this machine, as the runtime's own switches leave it.</summary>
    public static KernelPath Widest { get; } =
        Avx512F.IsSupported ? KernelPath.Vector512 : Avx2.IsSupported && Fma.IsSupported ? KernelPath.Vector256 : KernelPath.Vector128;

    /// <summary>Kernels of the given width, or of the widest.</summary>
    /// <exception cref="PlatformNotSupportedException">The machine does not have that width.</exception>
    public static Kernels Create(KernelPath? path = null)
    {
        var chosen = path ?? Widest;
        if (chosen > Widest)
        {
            throw new PlatformNotSupportedException($"This machine runs kernels up to {Widest}, not {chosen}.");
        }

        return chosen switch
        {
            KernelPath.Vector512 => new VectorKernels<System.Runtime.Intrinsics.Vector512<float>, Simd512>(chosen),
            KernelPath.Vector256 => new VectorKernels<System.Runtime.Intrinsics.Vector256<float>, Simd256>(chosen),
            _ => new VectorKernels<System.Runtime.Intrinsics.Vector128<float>, Simd128>(chosen),
        };
    }

    /// <summary>Elements that a packed [depth, columns] matrix takes.</summary>
    public abstract long PackedLength(int depth, int columns);

    /// <summary>Packs element (k, n) = source[k · rowStride + n · columnStride] into column panels.</summary>
    public abstract void Pack(float* source, int rowStride, int columnStride, int depth, int columns, float* packed);

    /// <summary>C [R, N] = A [R, K] · packed; then as <paramref name="finish"/> says.</summary>
    public abstract void Multiply(in Product product, ProductEnd finish, float* operand, nint operandRow);

    /// <summary>gradient [K, N] = Σ over rows of x [R, K]ᵀ · dy [R, N], by lanes.</summary>
    public abstract void WeightGradient(in LaneRows lanes, float* x, int xRow, int depth, float* dy, int dyRow, int columns, float* gradient);

    /// <summary>
    /// The same with x found through tables: element (row, k) is x[rowTable[row] + depthTable[k]]; the rows of the gradient are
    /// <paramref name="gradientRow"/> apart.
    /// </summary>
    public abstract void WeightGradient(
        in LaneRows lanes, float* x, int* rowTable, int* depthTable, int depth, float* dy, int dyRow, int columns, float* gradient, int gradientRow);

    /// <summary>gradient [N] = Σ over rows of dy [R, N], by lanes; times <paramref name="factor"/> [R, N] if it is not null.</summary>
    public void ColumnSums(in LaneRows lanes, float* dy, float* factor, int columns, float* gradient) =>
        ColumnSums(lanes, dy, columns, factor, columns, columns, gradient);

    /// <summary>The same with rows that are further apart.</summary>
    public abstract void ColumnSums(in LaneRows lanes, float* dy, int dyRow, float* factor, int factorRow, int columns, float* gradient);

    /// <summary>y = f(x) for [rows, columns]; x and y may be the same.</summary>
    public abstract void Activate(Layers.Activation activation, float* x, float* y, long rows, int columns);

    /// <summary>dy = dy · f′, from the input or the output of f as <see cref="Layers.ActivationTraits"/> says.</summary>
    public abstract void ActivateBackward(Layers.Activation activation, float* x, float* y, float* dy, long rows, int columns);

    /// <summary>One optimiser step over <paramref name="count"/> elements; states that the rule does not have are not touched.</summary>
    public abstract void Update(
        UpdateRule rule, in UpdateFactors factors, float* weight, float* gradient, float* first, float* second, long count);

    /// <summary>values = values ÷ divisor.</summary>
    public abstract void DivideBy(float* values, float divisor, long count);

    /// <summary>average += share (target − average).</summary>
    public abstract void MoveTowards(float* average, float* target, float share, long count);

    /// <summary>Σ values², in float64: element i to chain i mod 16, the chains in one fixed tree.</summary>
    public abstract double SumOfSquares(float* values, long count);

    /// <summary>sum = a + b.</summary>
    public abstract void Add(float* a, float* b, float* sum, long count);

    /// <summary>product = a · b, element by element.</summary>
    public abstract void MultiplyInto(float* a, float* b, float* product, long count);

    /// <summary>Σ x along a row.</summary>
    public abstract float Sum(float* x, int count);

    /// <summary>Σ x y along a row.</summary>
    public abstract float Dot(float* x, float* y, int count);

    /// <summary>Σ (x − mean)² along a row.</summary>
    public abstract float SquaredDeviations(float* x, float mean, int count);

    /// <summary>The largest element of a row; NaN if one is NaN.</summary>
    public abstract float Largest(float* x, int count);

    /// <summary>y = e^(x − subtrahend).</summary>
    public abstract void ExpOfDifference(float* x, float subtrahend, float* y, int count);

    /// <summary>y = (x + shift) · scale.</summary>
    public abstract void ScaleAndShift(float* x, float shift, float scale, float* y, int count);

    /// <summary>y = maximum over windows, with the index in the window of the first largest element in <paramref name="chosen"/>.</summary>
    public abstract void MaxPool(in WindowGeometry window, long samples, float* x, float* y, float* chosen);

    /// <summary>
    /// dx = the gradients of the windows that chose the element; only those of windows whose maximum in <paramref name="largest"/> is
    /// positive, unless it is null: the derivative of a rectifier whose outputs were pooled.
    /// </summary>
    public abstract void MaxPoolBackward(in WindowGeometry window, long samples, float* chosen, float* largest, float* dy, float* dx);

    /// <summary>y = mean over windows.</summary>
    public abstract void AveragePool(in WindowGeometry window, long samples, float* x, float* y);

    /// <summary>dx = the gradients of the windows over the element ÷ window size.</summary>
    public abstract void AveragePoolBackward(in WindowGeometry window, long samples, float* dy, float* dx);

    /// <summary>y [R, N] = x · factor[column] + shift[column].</summary>
    public abstract void Affine(float* x, float* factor, float* shift, float* y, long rows, int columns);

    /// <summary>The same; what is not positive becomes +0.</summary>
    public abstract void AffineRelu(float* x, float* factor, float* shift, float* y, long rows, int columns);

    /// <summary>sum [R, N] = a · factorA[column] + (b · factorB[column] + shift[column]).</summary>
    public abstract void Affine(float* a, float* factorA, float* b, float* factorB, float* shift, float* sum, long rows, int columns);

    /// <summary>dx = (g − mean − normal · slope) · scale along a row.</summary>
    public abstract void NormBackward(float* g, float* normal, float mean, float slope, float scale, float* dx, int count);

    /// <summary>y [R, N] = x · factor[column].</summary>
    public abstract void MultiplyColumns(float* x, float* factor, float* y, long rows, int columns);

    /// <summary>sum [R, N] = Σ over members of x [R, M, N] · factor [M, N], in order of members.</summary>
    public abstract void SumOfScaled(float* x, float* factor, float* sum, long rows, int members, int columns);

    /// <summary>One step of a recurrent layer for one sample.</summary>
    public abstract void CellForward(CellKind kind, in CellStep step);

    /// <summary>The same step backwards.</summary>
    public abstract void CellBackward(CellKind kind, in CellStep step);
}
