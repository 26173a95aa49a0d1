using Millrace.Spark.Connect;

namespace Millrace.Spark.Sql;

/// <summary>The settings of a session. Thread-safe.</summary>
public sealed partial class RuntimeConfig
{
    private readonly ConnectClient _client;

    internal RuntimeConfig(ConnectClient client) => _client = client;

    /// <summary>Changes a setting of the session.</summary>
    /// <exception cref="AnalysisException">The setting cannot be changed any more.</exception>
    public Task SetAsync(string key, string value, CancellationToken cancellationToken) => SetAsync(new Dictionary<string, string> { [key] = value }, cancellationToken);

    /// <summary>Changes settings of the session.</summary>
    public Task SetAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var set = new Protos.ConfigRequest.Types.Set();
        set.Pairs.AddRange(settings.Select(static s => new Protos.KeyValue { Key = s.Key, Value = s.Value }));
        return _client.ConfigAsync(new() { Set = set }, cancellationToken);
    }

    /// <summary>A setting's value.</summary>
    /// <exception cref="SparkException">It is not set and has no default.</exception>
    public async Task<string> GetAsync(string key, CancellationToken cancellationToken) =>
        (await _client.ConfigAsync(new() { Get = new() { Keys = { key } } }, cancellationToken)).Pairs[0].Value;

    /// <summary>A setting's value, or another if it is not set.</summary>
    public async Task<string> GetAsync(string key, string defaultValue, CancellationToken cancellationToken) =>
        (await _client.ConfigAsync(
            new() { GetWithDefault = new() { Pairs = { new Protos.KeyValue { Key = key, Value = defaultValue } } } }, cancellationToken)).Pairs[0].Value;

    /// <summary>All settings of the session.</summary>
    public async Task<IReadOnlyDictionary<string, string>> GetAllAsync(CancellationToken cancellationToken) =>
        (await _client.ConfigAsync(new() { GetAll = new() }, cancellationToken)).Pairs.ToDictionary(static p => p.Key, static p => p.Value);

    /// <summary>Sets a setting back to its default.</summary>
    public Task UnsetAsync(string key, CancellationToken cancellationToken) =>
        _client.ConfigAsync(new() { Unset = new() { Keys = { key } } }, cancellationToken);

    /// <summary>Whether a setting can be changed in a running session.</summary>
    public async Task<bool> IsModifiableAsync(string key, CancellationToken cancellationToken) =>
        (await _client.ConfigAsync(new() { IsModifiable = new() { Keys = { key } } }, cancellationToken)).Pairs[0].Value == "true";
}
