using System.Runtime.InteropServices;
using System.Text;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;

namespace Millrace.Features.Contracts;

/// <summary>The only legal values of a column, held as the column holds its values. Immutable and thread-safe.</summary>
internal sealed class AllowedValues
{
    private readonly Utf8Lookup? _texts;
    private readonly HashSet<UInt128> _values = [];

    private AllowedValues(Utf8Lookup? texts) => _texts = texts;

    /// <summary>Reads the allowed values of a column; problems name those that are not of its type.</summary>
    public static AllowedValues? Create(ColumnContract contract, List<string> problems)
    {
        if (contract.Allowed is not { Count: > 0 } allowed)
        {
            return null;
        }

        var texts = allowed.Select(Encoding.UTF8.GetBytes).ToArray();
        if (contract.Type.Kind == ColumnKind.String)
        {
            return new AllowedValues(new Utf8Lookup(texts));
        }

        var set = new AllowedValues(null);
        foreach (var text in allowed)
        {
            var value = Constant.Read(contract, text, out var problem);
            if (value is null)
            {
                problems.Add(problem!);
                continue;
            }

            set._values.Add(Key(value, 0));
        }

        return set;
    }

    /// <summary>Marks the values that are not allowed; the result has them as nulls.</summary>
    public Vector Check(Vector values, FaultSink faults, ScratchPool pool)
    {
        ulong[]? valid = null;
        for (var row = 0; row < values.Length; row++)
        {
            if (!values.IsValid(row) || (_texts is not null ? _texts.Find(values.Text(row)) >= 0 : _values.Contains(Key(values, row))))
            {
                continue;
            }

            if (valid is null)
            {
                valid = pool.RentMask(values.Length);
                BitMask.Fill(valid, values.Length);
                values.Valid?.AsSpan(0, BitMask.Words(values.Length)).CopyTo(valid);
            }

            BitMask.Clear(valid, row);
            faults.Mark(FaultKind.NotAllowed, row);
        }

        return valid is null ? values : values.With(valid);
    }

    private static UInt128 Key(Vector values, int row) => values.Type.Kind switch
    {
        ValueKind.Bool => BitMask.Get(values.Bits, row) ? 1u : 0u,
        ValueKind.Date => (UInt128)values.Ints[row],
        ValueKind.Decimal => (UInt128)values.Decimals[row],
        ValueKind.Float => BitConverter.DoubleToUInt64Bits(values.Doubles[row] + 0.0),
        _ => (UInt128)MemoryMarshal.Cast<byte, ulong>(values.Values.Span)[row],
    };
}
