using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Microsoft.ML.OnnxRuntime;

namespace Millrace.Jobs.Export;

/// <summary>
/// One column of a probe, both as an Arrow array for our encoders and as a tensor for the runtime, from one list of cells: values of a sample, some of them left
/// out, some replaced by one that no training row had.
/// </summary>
internal static class RawCells
{
    private const string UnseenText = "\u0002 not seen in training";

    /// <summary>How often a cell is empty or unseen: every fourth row each.</summary>
    public static CellOrigin OriginOf(int row) => (row % 4) switch { 1 => CellOrigin.Missing, 3 => CellOrigin.Unseen, _ => CellOrigin.Sample };

    /// <summary>A column of single values.</summary>
    /// <param name="input">How the model takes it.</param>
    /// <param name="sample">The column in clean rows; borrowed.</param>
    /// <param name="rows">For each row where its cell comes from.</param>
    public static (IArrowArray Array, IReadOnlyList<NamedOnnxValue> Inputs) Create(RawInput input, IArrowArray sample, IReadOnlyList<(int Row, CellOrigin Origin)> rows)
    {
        bool[] missing = [.. rows.Select(row => row.Origin == CellOrigin.Missing || sample.IsNull(row.Row))];
        switch (input.Kind)
        {
            case RawKind.Text:
                string[] texts = [.. rows.Select((row, at) => missing[at] ? "" : row.Origin == CellOrigin.Unseen ? UnseenText : ((StringArray)sample).GetString(row.Row))];
                var builder = new StringArray.Builder();
                for (var at = 0; at < texts.Length; at++)
                {
                    _ = missing[at] ? builder.AppendNull() : builder.Append(texts[at]);
                }

                return (builder.Build(), WithMissing(input, OnnxModel.Input(input.Name, texts, texts.Length), missing));
            case RawKind.Boolean:
                bool[] truths = [.. rows.Select((row, at) => !missing[at] && ((BooleanArray)sample).GetValue(row.Row) is true)];
                var truthBuilder = new BooleanArray.Builder();
                for (var at = 0; at < truths.Length; at++)
                {
                    _ = missing[at] ? truthBuilder.AppendNull() : truthBuilder.Append(truths[at]);
                }

                return (truthBuilder.Build(), WithMissing(input, OnnxModel.Input(input.Name, truths, truths.Length), missing));
            case RawKind.Number:
                return Numbers(input, sample, rows, missing);
            default:
                var beyond = Beyond(sample.Length, row => WholeNumber(sample, row));
                long[] values = [.. rows.Select((row, at) => missing[at] ? 0 : row.Origin == CellOrigin.Unseen ? (long)beyond : WholeNumber(sample, row.Row))];
                var array = sample is Date32Array ? Fixed(sample, [.. values.Select(value => (int)value)], missing) : Fixed<long>(sample, values, missing);
                return (array, WithMissing(input, OnnxModel.Input(input.Name, values, values.Length), missing));
        }
    }

    /// <summary>A column of lists.</summary>
    /// <param name="input">How the model takes it.</param>
    /// <param name="sample">The column in clean rows; borrowed.</param>
    /// <param name="lengths">Elements of each row's list; null where the row has none.</param>
    public static (IArrowArray Array, IReadOnlyList<NamedOnnxValue> Inputs) CreateLists(RawInput input, ListArray sample, IReadOnlyList<int?> lengths)
    {
        var elements = Math.Max(1, sample.Values.Length);
        var pool = sample.Values.Length == 0 ? new double[1] : Pool(sample.Values);
        var tensor = new double[lengths.Count * input.Width];
        tensor.AsSpan().Fill(double.NaN);
        var offsets = new int[lengths.Count + 1];
        var all = new List<double>();
        for (var row = 0; row < lengths.Count; row++)
        {
            for (var at = 0; at < (lengths[row] ?? 0); at++)
            {
                var element = pool[((row * 31) + at) % elements];
                all.Add(element);
                if (at < input.Width)
                {
                    tensor[(row * input.Width) + at] = element;
                }
            }

            offsets[row + 1] = all.Count;
        }

        bool[] missing = [.. lengths.Select(length => length is null)];
        var array = new ListArray(
            sample.Data.DataType, lengths.Count, new ArrowBuffer(MemoryMarshal.AsBytes<int>(offsets).ToArray()), Elements(sample.Values, all), Validity(missing), missing.Count(is_ => is_));
        return (array, [OnnxModel.Input(input.Name, tensor, lengths.Count, input.Width)]);
    }

    private static (IArrowArray Array, IReadOnlyList<NamedOnnxValue> Inputs) Numbers(
        RawInput input, IArrowArray sample, IReadOnlyList<(int Row, CellOrigin Origin)> rows, bool[] missing)
    {
        if (sample is not Decimal128Array decimals)
        {
            var beyond = Beyond(sample.Length, row => ((DoubleArray)sample).Values[row]);
            double[] values = [.. rows.Select((row, at) => missing[at] ? double.NaN : row.Origin == CellOrigin.Unseen ? beyond : ((DoubleArray)sample).Values[row.Row])];
            return (Fixed<double>(sample, values, missing), [OnnxModel.Input(input.Name, values, values.Length)]);
        }

        var divisor = Divisor(decimals);
        Int128[] unscaled = [.. rows.Select((row, at) => missing[at] ? 0 : Unscaled(decimals, row.Row))];
        double[] numbers = [.. unscaled.Select((value, at) => missing[at] ? double.NaN : (double)value / divisor)];
        return (Fixed<Int128>(sample, unscaled, missing), [OnnxModel.Input(input.Name, numbers, numbers.Length)]);
    }

    /// <summary>A number as far above the sample's greatest as that is above its least.</summary>
    private static double Beyond(int rows, Func<int, double> value)
    {
        var values = Enumerable.Range(0, rows).Select(value).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        return Math.Floor((2 * values.Max()) - values.Min()) + 1;
    }

    private static NamedOnnxValue[] WithMissing(RawInput input, NamedOnnxValue values, bool[] missing) =>
        [values, OnnxModel.Input(input.MissingName, missing, missing.Length)];

    private static long WholeNumber(IArrowArray sample, int row) => sample switch
    {
        Date32Array days => days.Values[row],
        TimestampArray times => times.Values[row],
        _ => ((Int64Array)sample).Values[row],
    };

    private static double[] Pool(IArrowArray elements) =>
    [
        .. Enumerable.Range(0, elements.Length).Select(at => elements.IsNull(at) ? double.NaN : elements switch
        {
            DoubleArray doubles => doubles.Values[at],
            BooleanArray truths => truths.GetValue(at) is true ? 1 : 0,
            Decimal128Array decimals => (double)Unscaled(decimals, at) / Divisor(decimals),
            TimestampArray times => times.Values[at] / 1e6,
            _ => WholeNumber(elements, at),
        }),
    ];

    private static IArrowArray Elements(IArrowArray like, List<double> values)
    {
        bool[] missing = [.. values.Select(double.IsNaN)];
        double[] present = [.. values.Select(value => double.IsNaN(value) ? 0 : value)];
        switch (like)
        {
            case DoubleArray:
                return Fixed<double>(like, present, missing);
            case Date32Array:
                return Fixed(like, [.. present.Select(value => (int)value)], missing);
            case TimestampArray:
                return Fixed(like, [.. present.Select(value => (long)(value * 1e6))], missing);
            case Decimal128Array decimals:
                var divisor = Divisor(decimals);
                return Fixed(like, [.. present.Select(value => (Int128)Math.Round(value * divisor))], missing);
            case BooleanArray:
                var builder = new BooleanArray.Builder();
                for (var at = 0; at < present.Length; at++)
                {
                    _ = missing[at] ? builder.AppendNull() : builder.Append(present[at] != 0);
                }

                return builder.Build();
            default:
                return Fixed(like, [.. present.Select(value => (long)value)], missing);
        }
    }

    private static Int128 Unscaled(Decimal128Array decimals, int row) => MemoryMarshal.Cast<byte, Int128>(decimals.ValueBuffer.Span)[decimals.Offset + row];

    private static double Divisor(Decimal128Array decimals)
    {
        var divisor = 1.0;
        for (var at = 0; at < ((Decimal128Type)decimals.Data.DataType).Scale; at++)
        {
            divisor *= 10;
        }

        return divisor;
    }

    private static IArrowArray Fixed<T>(IArrowArray like, T[] values, bool[] missing)
        where T : unmanaged =>
        ArrowArrayFactory.BuildArray(new ArrayData(
            like.Data.DataType, values.Length, missing.Count(is_ => is_), 0, [Validity(missing), new ArrowBuffer(MemoryMarshal.AsBytes<T>(values).ToArray())]));

    private static ArrowBuffer Validity(bool[] missing)
    {
        var bits = new ArrowBuffer.BitmapBuilder(missing.Length);
        foreach (var absent in missing)
        {
            bits.Append(!absent);
        }

        return bits.Build();
    }
}
