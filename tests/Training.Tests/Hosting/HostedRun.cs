using System.Net;
using Millrace.Training.Collectives;
using Millrace.Training.Hosting;

namespace Millrace.Training.Tests.Hosting;

/// <summary>Hosts of one run in this process: each binds a port of its own, none shares memory with another.</summary>
internal static class HostedRun
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>Trains one segment on <paramref name="hosts"/> hosts and gives what each gave or threw.</summary>
    public static async Task<(SegmentOutcome? Outcome, Exception? Failure)[]> SegmentAsync(
        HostedSegment segment, int hosts, byte[]? certificate = null, Func<int, ICollective, ICollective>? between = null)
    {
        var bound = Enumerable.Range(0, hosts).Select(_ => RankHost.Bind(IPAddress.Loopback)).ToArray();
        try
        {
            var points = bound.Select(h => h.EndPoint).ToArray();
            return await Task.WhenAll(bound.Select(async (host, number) =>
            {
                host.Between = collective => between?.Invoke(number, collective) ?? collective;
                try
                {
                    return (await host.RunAsync(segment, Links(number, points, certificate), TestContext.Current.CancellationToken), (Exception?)null);
                }
                catch (Exception e)
                {
                    return ((SegmentOutcome?)null, e);
                }
            }));
        }
        finally
        {
            foreach (var host in bound)
            {
                host.Dispose();
            }
        }
    }

    public static HostLinks Links(int host, IReadOnlyList<IPEndPoint> points, byte[]? certificate = null) => new()
    {
        Host = host,
        EndPoints = points,
        Run = 77,
        Generation = 3,
        Secret = Secret,
        Certificate = certificate,
        PeerTimeout = TimeSpan.FromSeconds(20),
    };
}
