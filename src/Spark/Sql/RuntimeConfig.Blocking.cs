using System.Globalization;

namespace Millrace.Spark.Sql;

/// <content>Members that wait.</content>
public sealed partial class RuntimeConfig
{
    /// <summary>Changes a setting of the session.</summary>
    public void Set(string key, string value) => SetAsync(key, value, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string key, bool value) => Set(key, value ? "true" : "false");

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string key, long value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="GetAsync(string, CancellationToken)"/>
    public string Get(string key) => GetAsync(key, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="GetAsync(string, string, CancellationToken)"/>
    public string Get(string key, string defaultValue) => GetAsync(key, defaultValue, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="UnsetAsync"/>
    public void Unset(string key) => UnsetAsync(key, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="IsModifiableAsync"/>
    public bool IsModifiable(string key) => IsModifiableAsync(key, CancellationToken.None).GetAwaiter().GetResult();
}
