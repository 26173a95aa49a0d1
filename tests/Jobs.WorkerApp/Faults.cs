using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using Millrace.Training.Collectives;

namespace Millrace.Jobs.WorkerApp;

/// <summary>Does what a fault says.</summary>
internal static class Faults
{
    private static readonly List<byte[]> Eaten = [];

    /// <summary>Does it now.</summary>
    public static void Do(Fault fault, ICollective? collective)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillWorker:
                Process.GetCurrentProcess().Kill();
                break;
            case FaultKind.KillExecutor:
                Process.GetProcessById(ParentId()).Kill();
                Thread.Sleep(TimeSpan.FromMinutes(1));
                break;
            case FaultKind.Stall:
                Thread.Sleep(TimeSpan.FromSeconds(fault.Seconds));
                break;
            case FaultKind.Garbage:
                SendGarbage(collective!);
                break;
            case FaultKind.EatMemory:
                while (true)
                {
                    var block = new byte[16 << 20];
                    block.AsSpan().Fill(1);
                    Eaten.Add(block);
                }
        }
    }

    /// <summary>Writes 200 bytes past the frames, straight into the sockets of all links.</summary>
    private static void SendGarbage(ICollective collective)
    {
        const BindingFlags hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        var links = (Array)typeof(TcpCollective).GetField("_links", hidden)!.GetValue(collective)!;
        foreach (var link in links)
        {
            ((Socket)link.GetType().GetField("_socket", hidden)!.GetValue(link)!).Send([.. Enumerable.Repeat((byte)0x5A, 200)]);
        }
    }

    /// <summary>The executor that started this worker.</summary>
    private static int ParentId()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
