using System.Runtime.InteropServices;
using Millrace.Features.Cleaning.Compiled;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Steps;

/// <summary>Brings a column into bounds; null stays null.</summary>
internal sealed class ClipAction(string step, int column, Vector? min, Vector? max) : CompiledAction
{
    public override void Apply(StageBatch batch, ulong[] failed)
    {
        switch (batch.Columns[column].Type.Kind)
        {
            case ValueKind.Float:
                Clip<double>(batch, failed);
                break;
            case ValueKind.Decimal:
                Clip<Int128>(batch, failed);
                break;
            case ValueKind.Date:
                Clip<int>(batch, failed);
                break;
            default:
                Clip<long>(batch, failed);
                break;
        }
    }

    private static T Value<T>(Vector constant)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(constant.Values.Span)[0];

    private void Clip<T>(StageBatch batch, ulong[] failed)
        where T : unmanaged, IComparable<T>
    {
        var before = batch.Columns[column];
        var bytes = batch.Pool.Rent((long)batch.Rows * before.Type.Width);
        before.Values.Span[..(batch.Rows * before.Type.Width)].CopyTo(bytes);
        var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        var changed = batch.Pool.RentEmptyMask(batch.Rows);
        for (var row = BitMask.Next(failed, 0, batch.Rows); row < batch.Rows; row = BitMask.Next(failed, row + 1, batch.Rows))
        {
            if (!before.IsValid(row) || (values[row] is double number && double.IsNaN(number)))
            {
                continue;
            }

            if (min is not null && values[row].CompareTo(Value<T>(min)) < 0)
            {
                values[row] = Value<T>(min);
                BitMask.Set(changed, row);
            }
            else if (max is not null && values[row].CompareTo(Value<T>(max)) > 0)
            {
                values[row] = Value<T>(max);
                BitMask.Set(changed, row);
            }
        }

        batch.Change(step, column, changed, Vector.Fixed(before.Type, batch.Rows, bytes, before.Valid, before.MayBeNotFinite));
    }
}
