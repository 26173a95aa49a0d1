using System.Text.Json;

namespace Millrace.Spark.Worker.Commands;

/// <summary>One function that an application can run in executors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its shape.</param>
/// <param name="SettingsType">The type of its settings; null where it takes none.</param>
/// <param name="Create">Makes an instance for one task.</param>
internal sealed record RegisteredOperator(string Name, OperatorKind Kind, Type? SettingsType, Func<JsonElement?, object> Create);
