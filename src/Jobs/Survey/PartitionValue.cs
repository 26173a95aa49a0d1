namespace Millrace.Jobs.Survey;

/// <summary>A key and value from a folder's name.</summary>
/// <param name="Key">The name left of the equals sign, decoded.</param>
/// <param name="Value">The text right of it, decoded; null for <c>__HIVE_DEFAULT_PARTITION__</c>.</param>
internal sealed record PartitionValue(string Key, string? Value);
