using System.Reflection;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Trainers.LightGbm;

namespace Millrace.Jobs.Diagnostics;

/// <summary>Whether the native libraries of packages load here.</summary>
internal static class NativeLibraries
{
    /// <summary>The engine: without it no job runs.</summary>
    public static async Task<MachineCheck> DuckDbAsync(CancellationToken cancellationToken)
    {
        const string NeededFor = "every job: reading, sorting, writing";
        try
        {
            await using var connection = new DuckDBConnection("DataSource=:memory:");
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT version()";
            return new MachineCheck("DuckDB", CheckStatus.Fine, (string?)await command.ExecuteScalarAsync(cancellationToken) ?? "unknown version", NeededFor);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new MachineCheck("DuckDB", CheckStatus.Fatal, $"does not load ({failure.Message.TrimEnd('.')})", NeededFor, "use a glibc-based system on x64 or arm64 with the C++ runtime library");
        }
    }

    /// <summary>The trees among the baselines.</summary>
    public static MachineCheck LightGbm() => Check(
        "LightGBM", "lib_lightgbm", typeof(LightGbmRegressionTrainer).Assembly, "the baseline of trees",
        "install the OpenMP runtime (package libgomp1 or libgomp), or set `baselines: { lightgbm: false }`");

    /// <summary>The check of exported models.</summary>
    public static MachineCheck OnnxRuntime() => Check(
        "ONNX Runtime", "onnxruntime", typeof(InferenceSession).Assembly, "checking the exported model against the trained one",
        "use a glibc-based system on x64 or arm64");

    private static MachineCheck Check(string name, string library, Assembly owner, string neededFor, string remedy)
    {
        if (!NativeLibrary.TryLoad(library, owner, DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory, out var handle))
        {
            return new MachineCheck(name, CheckStatus.Missing, "does not load", neededFor, remedy);
        }

        NativeLibrary.Free(handle);
        return new MachineCheck(name, CheckStatus.Fine, "loads", neededFor);
    }
}
