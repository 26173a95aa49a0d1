using Microsoft.ML;
using Microsoft.ML.Data;

namespace Millrace.Jobs.Baselines;

/// <summary>
/// Shows encoded rows to Microsoft.ML: the float features as they are, each category as one column per index that a training row has.
/// An index that no training row has sets none of them. Immutable and thread-safe.
/// </summary>
internal sealed class MlTable
{
    private readonly int _features;
    private readonly int[] _firstColumn;
    private readonly int[] _indices;
    private readonly int _classes;

    /// <summary>The layout that <paramref name="training"/> gives.</summary>
    /// <param name="training">The training rows.</param>
    /// <param name="classes">Classes of a multi-class label; otherwise not used.</param>
    public MlTable(FeatureRows training, int classes)
    {
        _features = training.Features;
        _classes = Math.Max(classes, 2);
        _firstColumn = new int[training.Categories];
        _indices = new int[training.Categories];
        Width = _features;
        for (var category = 0; category < training.Categories; category++)
        {
            for (var row = 0; row < training.Count; row++)
            {
                _indices[category] = Math.Max(_indices[category], training.C[(row * training.Categories) + category] + 1);
            }

            _firstColumn[category] = Width;
            Width += _indices[category];
        }
    }

    /// <summary>Columns: the float features, then one per category and index.</summary>
    public int Width { get; }

    /// <summary>The rows as a data view that reads them anew each time.</summary>
    /// <param name="context">Where it belongs.</param>
    /// <param name="rows">The rows; kept.</param>
    /// <param name="order">Row numbers in the order to be read; null is as they are.</param>
    public IDataView View(MLContext context, FeatureRows rows, int[]? order)
    {
        var schema = SchemaDefinition.Create(typeof(MlRow));
        schema[nameof(MlRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        schema[nameof(MlRow.Class)].ColumnType = new KeyDataViewType(typeof(uint), _classes);
        return context.Data.LoadFromEnumerable(Rows(rows, order), schema);
    }

    /// <summary>The columns of a row that are not zero, in ascending order.</summary>
    public IEnumerable<(int Column, float Value)> Columns(FeatureRows rows, int row)
    {
        for (var feature = 0; feature < _features; feature++)
        {
            var value = rows.X[(row * _features) + feature];
            if (value != 0)
            {
                yield return (feature, value);
            }
        }

        for (var category = 0; category < _firstColumn.Length; category++)
        {
            var index = rows.C[(row * _firstColumn.Length) + category];
            if (index < _indices[category])
            {
                yield return (_firstColumn[category] + index, 1);
            }
        }
    }

    private IEnumerable<MlRow> Rows(FeatureRows rows, int[]? order)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = order is null ? i : order[i];
            var label = rows.Labels[row];
            yield return new MlRow
            {
                Features = _firstColumn.Length == 0 ? Dense(rows, row) : Sparse(rows, row),
                Label = label,
                IsPositive = label > 0.5f,
                Class = (uint)label,
                Weight = rows.Weights[row],
            };
        }
    }

    private VBuffer<float> Dense(FeatureRows rows, int row) => new(Width, [.. rows.X.GetRange(row * _features, _features)]);

    private VBuffer<float> Sparse(FeatureRows rows, int row)
    {
        var values = new List<float>(_features + _firstColumn.Length);
        var columns = new List<int>(_features + _firstColumn.Length);
        foreach (var (column, value) in Columns(rows, row))
        {
            columns.Add(column);
            values.Add(value);
        }

        return new VBuffer<float>(Width, values.Count, [.. values], [.. columns]);
    }
}
