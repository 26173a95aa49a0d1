using System.Globalization;

namespace Millrace.Spark.Sql;

/// <content>Members that wait.</content>
public sealed partial class RuntimeConfig
{
    /// <summary>Changes a setting of the session.</summary>
    public void Set(string key, string value) => Block.On(() => SetAsync(key, value, CancellationToken.None));

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string key, bool value) => Set(key, value ? "true" : "false");

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string key, long value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="GetAsync(string, CancellationToken)"/>
    public string Get(string key) => Block.On(() => GetAsync(key, CancellationToken.None));

    /// <inheritdoc cref="GetAsync(string, string, CancellationToken)"/>
    public string Get(string key, string defaultValue) => Block.On(() => GetAsync(key, defaultValue, CancellationToken.None));

    /// <inheritdoc cref="UnsetAsync"/>
    public void Unset(string key) => Block.On(() => UnsetAsync(key, CancellationToken.None));

    /// <inheritdoc cref="IsModifiableAsync"/>
    public bool IsModifiable(string key) => Block.On(() => IsModifiableAsync(key, CancellationToken.None));
}
