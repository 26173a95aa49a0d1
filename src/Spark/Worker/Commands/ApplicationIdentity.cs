using System.Reflection;

namespace Millrace.Spark.Worker.Commands;

/// <summary>Names the application that driver and executors must share.</summary>
internal static class ApplicationIdentity
{
    /// <summary>Name, version and module id of <paramref name="assembly"/>.</summary>
    public static string Of(Assembly assembly) =>
        $"{assembly.GetName().Name} {assembly.GetName().Version} ({assembly.ManifestModule.ModuleVersionId:N})";
}
