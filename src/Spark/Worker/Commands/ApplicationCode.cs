using System.Reflection;

namespace Millrace.Spark.Worker.Commands;

/// <summary>What a worker can run: the registered operators, and the entry assembly for functions written in place.</summary>
/// <param name="Operators">By name.</param>
/// <param name="Entry">The only assembly in which methods are resolved.</param>
internal sealed record ApplicationCode(OperatorRegistry Operators, Assembly Entry)
{
    /// <summary>Must equal what the driver sends.</summary>
    public string Identity { get; } = ApplicationIdentity.Of(Entry);
}
