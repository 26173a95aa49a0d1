using System.Net;

namespace Millrace.Spark.Worker;

/// <summary>The loopback address that the JVM uses.</summary>
internal static class LoopbackAddress
{
    /// <summary>IPv6 where the JVM says that it prefers it.</summary>
    public static IPAddress Choose() =>
        string.Equals(Environment.GetEnvironmentVariable("SPARK_PREFER_IPV6"), "true", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.IPv6Loopback
            : IPAddress.Loopback;
}
