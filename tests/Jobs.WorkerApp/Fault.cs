using System.Text.Json;

namespace Millrace.Jobs.WorkerApp;

/// <summary>A fault that a test asks for: one host does something at one step, once. It lies in a file beside the checkpoints.</summary>
/// <param name="Host">The task that does it.</param>
/// <param name="Step">The step at which it does it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Seconds">How long, where it takes time.</param>
public sealed record Fault(int Host, long Step, FaultKind Kind, double Seconds = 0)
{
    private const string Name = "fault.json";
    private const string FiredName = "fault.fired";

    /// <summary>Asks for the fault.</summary>
    public void Order(string folder) => File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(this));

    /// <summary>The fault that is asked for and has not happened yet.</summary>
    public static Fault? Ordered(string folder) =>
        File.Exists(Path.Combine(folder, Name)) && !HasFired(folder) ? JsonSerializer.Deserialize<Fault>(File.ReadAllText(Path.Combine(folder, Name))) : null;

    /// <summary>Whether it happened.</summary>
    public static bool HasFired(string folder) => File.Exists(Path.Combine(folder, FiredName));

    /// <summary>Says that it happens now, by this process.</summary>
    public static void Fired(string folder) => File.WriteAllText(Path.Combine(folder, FiredName), Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
