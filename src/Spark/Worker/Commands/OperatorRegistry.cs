using System.Text.Json;

namespace Millrace.Spark.Worker.Commands;

/// <summary>
/// The operators that this application can run in executors, by name. Driver and worker are the same executable and register the same
/// names; only a name and settings travel. Build it before use; reading is thread-safe.
/// </summary>
public sealed class OperatorRegistry
{
    private readonly Dictionary<string, Func<JsonElement, IBatchOperator>> _factories = new(StringComparer.Ordinal);

    /// <summary>Adds an operator that takes no settings.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public OperatorRegistry Add(string name, Func<IBatchOperator> create)
    {
        _factories.Add(name, _ => create());
        return this;
    }

    /// <summary>Adds an operator with typed settings, which travel as JSON and are read as <typeparamref name="TSettings"/>, never as a type that the sender names.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public OperatorRegistry Add<TSettings>(string name, Func<TSettings, IBatchOperator> create)
    {
        _factories.Add(name, settings => create(
            settings.Deserialize<TSettings>(WorkerCommand.JsonOptions) ?? throw new CommandRefusedException($"Operator {name} came without settings.")));
        return this;
    }

    /// <summary>Whether <paramref name="name"/> is known: checked on the driver before anything is sent.</summary>
    public bool Contains(string name) => _factories.ContainsKey(name);

    internal IBatchOperator Create(string name, JsonElement settings)
    {
        if (!_factories.TryGetValue(name, out var factory))
        {
            throw new CommandRefusedException(
                $"This application has no operator named {name}. It has: {string.Join(", ", _factories.Keys.Order(StringComparer.Ordinal))}.");
        }

        try
        {
            return factory(settings);
        }
        catch (JsonException failure)
        {
            throw new CommandRefusedException($"The settings of operator {name} do not fit: {failure.Message}");
        }
    }
}
