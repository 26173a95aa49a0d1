using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>Fits and asks MLlib's operators through Connect; the operators themselves run in Spark.</summary>
internal static class MlOperators
{
    public static async Task<string> FitAsync(
        string estimator, IReadOnlyDictionary<string, object> parameters, DataFrame dataset, CancellationToken cancellationToken)
    {
        Protos.MlCommandResult result = await RunAsync(
            dataset.Session,
            new()
            {
                Fit = new()
                {
                    Estimator = Operator(estimator, Protos.MlOperator.Types.OperatorType.Estimator),
                    Params = Params(parameters),
                    Dataset = dataset.Relation,
                },
            },
            cancellationToken);
        return result.OperatorInfo?.ObjRef?.Id ?? throw new SparkException($"Spark gave no model for {estimator}.");
    }

    /// <summary>A transformer without a model.</summary>
    public static DataFrame Transform(string transformer, IReadOnlyDictionary<string, object> parameters, DataFrame dataset) => dataset.With(new()
    {
        MlRelation = new()
        {
            Transform = new()
            {
                Transformer = Operator(transformer, Protos.MlOperator.Types.OperatorType.Transformer),
                Input = dataset.Relation,
                Params = Params(parameters),
            },
        },
    });

    /// <summary>A model's rows for a dataset.</summary>
    public static DataFrame Transform(string model, DataFrame dataset) => dataset.With(new()
    {
        MlRelation = new() { Transform = new() { ObjRef = new() { Id = model }, Input = dataset.Relation, Params = new() } },
    });

    /// <summary>A table that a model holds.</summary>
    public static DataFrame Table(SparkSession session, string model, string method) => new(session, new()
    {
        MlRelation = new() { Fetch = Fetch(model, method) },
    });

    /// <summary>A value that a model holds.</summary>
    public static async Task<object?> ValueAsync(SparkSession session, string model, string method, CancellationToken cancellationToken) =>
        Literals.Read((await RunAsync(session, new() { Fetch = Fetch(model, method) }, cancellationToken)).Param);

    public static async Task DeleteAsync(SparkSession session, string model, CancellationToken cancellationToken) =>
        await RunAsync(session, new() { Delete = new() { ObjRefs = { new Protos.ObjectRef { Id = model } } } }, cancellationToken);

    /// <summary>The numbers of a vector, dense or sparse: type, size, indices, values.</summary>
    public static double[] Vector(object? value)
    {
        if (value is not Row { Values.Length: 4 } row)
        {
            throw new SparkException("Spark gave no vector.");
        }

        double[] values = row.GetAs<double[]>(3);
        if (Convert.ToInt32(row[0], null) == 1)
        {
            return values;
        }

        var dense = new double[row.GetAs<int>(1)];
        int[] indices = row.GetAs<int[]>(2);
        for (int i = 0; i < indices.Length; i++)
        {
            dense[indices[i]] = values[i];
        }

        return dense;
    }

    /// <summary>The rows of a dense matrix: type, rows, columns, pointers, indices, values by column, whether by row instead.</summary>
    public static double[][] Matrix(object? value)
    {
        if (value is not Row { Values.Length: 7 } row || Convert.ToInt32(row[0], null) != 1)
        {
            throw new SparkException("Spark gave no dense matrix.");
        }

        int rows = row.GetAs<int>(1);
        int columns = row.GetAs<int>(2);
        double[] values = row.GetAs<double[]>(5);
        bool byRow = row.GetAs<bool>(6);
        return [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns)
            .Select(c => values[byRow ? (r * columns) + c : (c * rows) + r]).ToArray())];
    }

    private static async Task<Protos.MlCommandResult> RunAsync(SparkSession session, Protos.MlCommand command, CancellationToken cancellationToken)
    {
        var results = await session.ExecuteAsync(new() { MlCommand = command }, cancellationToken);
        return results.FirstOrDefault(static r => r.MlCommandResult is not null)?.MlCommandResult ?? new Protos.MlCommandResult();
    }

    private static Protos.Fetch Fetch(string model, string method) => new()
    {
        ObjRef = new() { Id = model },
        Methods = { new Protos.Fetch.Types.Method { Method_ = method } },
    };

    private static Protos.MlOperator Operator(string name, Protos.MlOperator.Types.OperatorType type) => new()
    {
        Name = name,
        Uid = $"{name[(name.LastIndexOf('.') + 1)..]}_{Guid.NewGuid():N}",
        Type = type,
    };

    private static Protos.MlParams Params(IReadOnlyDictionary<string, object> parameters)
    {
        var message = new Protos.MlParams();
        foreach ((string name, object value) in parameters)
        {
            message.Params.Add(name, Literals.Of(value));
        }

        return message;
    }
}
