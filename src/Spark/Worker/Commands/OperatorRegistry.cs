using System.Text.Json;

namespace Millrace.Spark.Worker.Commands;

/// <summary>
/// The functions that this application can run in executors, by name. Driver and worker are the same build and register the same
/// names; only a name and settings travel. Build it before use; reading is thread-safe.
/// </summary>
public sealed class OperatorRegistry
{
    private readonly Dictionary<string, RegisteredOperator> _operators = new(StringComparer.Ordinal);

    /// <summary>Adds an operator over batches that takes no settings.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry Add(string name, Func<IBatchOperator> create) => Add(name, OperatorKind.Batches, create);

    /// <summary>Adds an operator over batches with typed settings, which travel as JSON and are read as <typeparamref name="TSettings"/>, never as a type that the sender names.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry Add<TSettings>(string name, Func<TSettings, IBatchOperator> create) => Add(name, OperatorKind.Batches, create);

    /// <summary>Adds an operator over groups that takes no settings.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry AddGroups(string name, Func<IGroupOperator> create) => Add(name, OperatorKind.Groups, create);

    /// <summary>Adds an operator over groups with typed settings.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry AddGroups<TSettings>(string name, Func<TSettings, IGroupOperator> create) => Add(name, OperatorKind.Groups, create);

    /// <summary>Adds a function of columns that takes no settings.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry AddColumns(string name, Func<IColumnFunction> create) => Add(name, OperatorKind.Columns, create);

    /// <summary>Adds a function of columns with typed settings.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry AddColumns<TSettings>(string name, Func<TSettings, IColumnFunction> create) => Add(name, OperatorKind.Columns, create);

    /// <summary>Adds an aggregate function that takes no settings.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry AddAggregate(string name, Func<IAggregateFunction> create) => Add(name, OperatorKind.Aggregate, create);

    /// <summary>Adds an aggregate function with typed settings.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public OperatorRegistry AddAggregate<TSettings>(string name, Func<TSettings, IAggregateFunction> create) => Add(name, OperatorKind.Aggregate, create);

    /// <summary>Whether <paramref name="name"/> is known: checked on the driver before anything is sent.</summary>
    public bool Contains(string name) => _operators.ContainsKey(name);

    /// <summary>Refuses on the driver what the worker would refuse: an unknown name, another shape, settings of another type.</summary>
    /// <exception cref="CommandRefusedException">It does not fit.</exception>
    internal void Check(string name, OperatorKind kind, Type? settingsType)
    {
        var known = Find(name, kind);
        if (known.SettingsType != settingsType)
        {
            throw new CommandRefusedException(known.SettingsType is null
                ? $"Operator {name} takes no settings."
                : $"Operator {name} takes settings of type {known.SettingsType}, not {settingsType?.ToString() ?? "none"}.");
        }
    }

    internal T Create<T>(string name, OperatorKind kind, JsonElement? settings)
        where T : class
    {
        try
        {
            return (T)Find(name, kind).Create(settings);
        }
        catch (JsonException failure)
        {
            throw new CommandRefusedException($"The settings of operator {name} do not fit: {failure.Message}");
        }
    }

    private RegisteredOperator Find(string name, OperatorKind kind)
    {
        if (!_operators.TryGetValue(name, out var known))
        {
            throw new CommandRefusedException(
                $"This application has no operator named {name}. It has: {string.Join(", ", _operators.Keys.Order(StringComparer.Ordinal))}.");
        }

        return known.Kind == kind
            ? known
            : throw new CommandRefusedException($"Operator {name} is one over {Describe(known.Kind)} and was called as one over {Describe(kind)}.");
    }

    private OperatorRegistry Add<TOperator>(string name, OperatorKind kind, Func<TOperator> create)
        where TOperator : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _operators.Add(name, new RegisteredOperator(name, kind, null, _ => create()));
        return this;
    }

    private OperatorRegistry Add<TSettings, TOperator>(string name, OperatorKind kind, Func<TSettings, TOperator> create)
        where TOperator : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _operators.Add(name, new RegisteredOperator(name, kind, typeof(TSettings), settings => create(
            settings is { } given && given.Deserialize<TSettings>(WorkerCommand.JsonOptions) is { } typed ? typed : throw new CommandRefusedException($"Operator {name} came without settings."))));
        return this;
    }

    private static string Describe(OperatorKind kind) => kind switch
    {
        OperatorKind.Batches => "batches",
        OperatorKind.Groups => "groups",
        OperatorKind.Columns => "columns",
        _ => "a group's columns",
    };
}
