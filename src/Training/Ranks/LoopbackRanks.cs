using System.Net;
using System.Security.Cryptography;
using Millrace.Training.Collectives;

namespace Millrace.Training.Ranks;

/// <summary>Rank threads of this process that are linked through TCP on the loopback interface.</summary>
internal static class LoopbackRanks
{
    public static async Task<ICollective[]> ConnectAsync(TrainingPlan plan, TrainingOptions options, CancellationToken cancellationToken)
    {
        var listeners = Enumerable.Range(0, options.Ranks).Select(_ => RankListener.Bind(IPAddress.Loopback)).ToArray();
        try
        {
            var endPoints = listeners.Select(l => l.EndPoint).ToArray();
            var common = new LinkOptions
            {
                Rank = 0,
                Ranks = options.Ranks,
                Run = Convert.ToUInt64(plan.Hash[..16], 16),
                Secret = RandomNumberGenerator.GetBytes(32),
                PeerTimeout = options.PeerTimeout,
                StepDeadline = options.StepDeadline,
                SpinTime = LinkOptions.SpinTimeOf(options.Ranks),
                Certificate = options.Tls ? RunCertificate.Create(options.Time.GetUtcNow()) : null,
            };
            return await Task.WhenAll(Enumerable.Range(0, options.Ranks).Select(async rank =>
                (ICollective)await TcpCollective.ConnectAsync(common with { Rank = rank }, listeners[rank], endPoints, cancellationToken)));
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
