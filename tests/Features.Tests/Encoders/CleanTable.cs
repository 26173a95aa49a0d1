using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Contracts;
using Millrace.Features.Hashing;

namespace Millrace.Features.Tests.Encoders;

/// <summary>Builds batches in the clean layout: columns by value, row hashes, source file and row.</summary>
internal sealed class CleanTable
{
    private readonly List<ColumnContract> _contract = [];
    private readonly List<(Field Field, Func<IArrowArray> Build)> _columns = [];

    public TableContract Contract => new() { Columns = _contract };

    public CleanTable Doubles(string name, params double?[] values)
    {
        return Add(name, "float64", DoubleType.Default, Build);

        IArrowArray Build()
        {
            var builder = new DoubleArray.Builder();
            foreach (var value in values)
            {
                builder.Append(value);
            }

            return builder.Build();
        }
    }

    public CleanTable Longs(string name, params long?[] values)
    {
        return Add(name, "int64", Int64Type.Default, Build);

        IArrowArray Build()
        {
            var builder = new Int64Array.Builder();
            foreach (var value in values)
            {
                builder.Append(value);
            }

            return builder.Build();
        }
    }

    public CleanTable Booleans(string name, params bool?[] values)
    {
        return Add(name, "bool", BooleanType.Default, Build);

        IArrowArray Build()
        {
            var builder = new BooleanArray.Builder();
            foreach (var value in values)
            {
                if (value is { } present)
                {
                    builder.Append(present);
                }
                else
                {
                    builder.AppendNull();
                }
            }

            return builder.Build();
        }
    }

    public CleanTable Strings(string name, params string?[] values)
    {
        return Add(name, "string", StringType.Default, Build);

        IArrowArray Build()
        {
            var builder = new StringArray.Builder();
            foreach (var value in values)
            {
                builder.Append(value);
            }

            return builder.Build();
        }
    }

    public CleanTable Times(string name, params string?[] values)
    {
        var type = new TimestampType(TimeUnit.Microsecond, "UTC");
        return Add(name, "timestamp", type, Build);

        IArrowArray Build()
        {
            var builder = new TimestampArray.Builder(type);
            foreach (var value in values)
            {
                if (value is null)
                {
                    builder.AppendNull();
                }
                else
                {
                    builder.Append(DateTimeOffset.Parse(value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal));
                }
            }

            return builder.Build();
        }
    }

    public CleanTable Lists(string name, params double?[]?[] values)
    {
        return Add(name, "list<float64>", new ListType(DoubleType.Default), Build);

        IArrowArray Build()
        {
            var builder = new ListArray.Builder(DoubleType.Default);
            var elements = (DoubleArray.Builder)builder.ValueBuilder;
            foreach (var list in values)
            {
                if (list is null)
                {
                    builder.AppendNull();
                    continue;
                }

                builder.Append();
                foreach (var element in list)
                {
                    elements.Append(element);
                }
            }

            return builder.Build();
        }
    }

    public CleanTable Personal(string name)
    {
        var index = _contract.FindIndex(column => column.Name == name);
        _contract[index] = _contract[index] with { Personal = true };
        return this;
    }

    /// <summary>The batch; with <paramref name="rows"/> only those, in that order.</summary>
    public RecordBatch Batch(int[]? rows = null, int[]? files = null)
    {
        // A batch frees its arrays, so each is built anew.
        var all = _columns.Select(column => (column.Field, Array: column.Build())).ToList();
        var length = all[0].Array.Length;
        var plain = new RecordBatch(new Schema(all.Select(column => column.Field), null), all.Select(column => column.Array), length);
        var hi = new long[length];
        var lo = new long[length];
        RowIdentity.Compute(plain, [.. Enumerable.Range(0, _columns.Count)], hi, lo);
        all.AddRange(
        [
            (new Field("_hash_hi", Int64Type.Default, false), new Int64Array.Builder().AppendRange(hi).Build()),
            (new Field("_hash_lo", Int64Type.Default, false), new Int64Array.Builder().AppendRange(lo).Build()),
            (new Field("_source_file", Int32Type.Default, false), new Int32Array.Builder().AppendRange(files ?? new int[length]).Build()),
            (new Field("_source_row", Int64Type.Default, false), new Int64Array.Builder().AppendRange(Enumerable.Range(0, length).Select(i => (long)i)).Build()),
        ]);
        var batch = new RecordBatch(new Schema(all.Select(column => column.Field), null), all.Select(column => column.Array), length);
        return rows is null ? batch : Pick(batch, rows);
    }

    /// <summary>Some rows of a batch, in the order given.</summary>
    public static RecordBatch Pick(RecordBatch batch, int[] rows)
    {
        var columns = batch.Arrays.Select(array => rows.Length == 0
            ? ArrowArrayFactory.Slice(array, 0, 0)
            : ArrowArrayConcatenator.Concatenate([.. rows.Select(row => ArrowArrayFactory.Slice(array, row, 1))])).ToList();
        return new RecordBatch(batch.Schema, columns, rows.Length);
    }

    private CleanTable Add(string name, string type, IArrowType arrow, Func<IArrowArray> build)
    {
        _contract.Add(new ColumnContract { Name = name, Type = ColumnType.Parse(type), Nullable = true });
        _columns.Add((new Field(name, arrow, true), build));
        return this;
    }
}
