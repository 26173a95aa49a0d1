using System.Buffers.Text;
using System.Globalization;
using Apache.Arrow;

namespace Millrace.Features.Encoders.Categories;

/// <summary>
/// Reads columns of the clean layout as categories in UTF-8: text as it is, whole numbers and days since 1970 in decimal, booleans as <c>true</c> and
/// <c>false</c>, doubles in the shortest form that reads back (for labels; NaN and infinities are none).
/// </summary>
internal readonly ref struct CategoryReader
{
    /// <summary>Bytes that a number can take.</summary>
    public const int ScratchBytes = 64;

    private readonly IArrowArray _array;
    private readonly Span<byte> _scratch;

    /// <summary>A reader of a column; scratch memory of <see cref="ScratchBytes"/> backs what it gives.</summary>
    /// <exception cref="FeatureFitException">The array is of no type with categories.</exception>
    public CategoryReader(IArrowArray array, Span<byte> scratch)
    {
        _array = array is StringArray or Int64Array or BooleanArray or Date32Array or DoubleArray
            ? array
            : throw new FeatureFitException(FeatureFitFault.SchemaMismatch, null, 0, $"a column of Arrow type {array.Data.DataType.Name} cannot be read as categories");
        _scratch = scratch;
    }

    /// <summary>The category of a row, valid until the next call; false where there is none.</summary>
    public bool TryRead(int row, out ReadOnlySpan<byte> category)
    {
        category = default;
        if (_array.IsNull(row))
        {
            return false;
        }

        var length = 0;
        switch (_array)
        {
            case StringArray texts:
                category = texts.GetBytes(row);
                return true;
            case Int64Array longs:
                Utf8Formatter.TryFormat(longs.Values[row], _scratch, out length);
                break;
            case Date32Array dates:
                Utf8Formatter.TryFormat(dates.Values[row], _scratch, out length);
                break;
            case BooleanArray booleans:
                category = booleans.GetValue(row) is true ? "true"u8 : "false"u8;
                return true;
            case DoubleArray doubles:
                var value = doubles.Values[row] + 0.0;
                if (!double.IsFinite(value))
                {
                    return false;
                }

                value.TryFormat(_scratch, out length, default, CultureInfo.InvariantCulture);
                break;
        }

        category = _scratch[..length];
        return true;
    }
}
