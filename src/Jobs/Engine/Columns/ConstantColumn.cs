using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>The same text in every row, or null: a partition key.</summary>
internal sealed class ConstantColumn(string? value) : ColumnBuilder(StringType.Default)
{
    private readonly byte[]? _value = value is null ? null : Encoding.UTF8.GetBytes(value);
    private readonly TextColumn _text = new(StringType.Default);

    /// <inheritdoc/>
    public override ColumnBuilder Fresh() => new ConstantColumn(value);

    /// <summary>Appends rows; there is no vector to read.</summary>
    public override void Append(nint vector, int from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_value is null)
            {
                _text.AppendNull();
            }
            else
            {
                _text.Append(_value);
            }
        }

        Rows += count;
    }

    /// <inheritdoc/>
    public override ArrayData Build() => _text.Build();

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _text.Clear();
    }
}
