using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Millrace.Spark.Worker.Tasks;
using Millrace.Training.Hosting;
using Millrace.Training.Ranks;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// One task's part in finding the others: binds a port on the host by which Spark knows it, tells it to all, and hears theirs. One call to
/// Spark's barrier, about a second where there are others. Owns the bound host.
/// </summary>
internal sealed class TaskMeeting : IDisposable
{
    private readonly RankHost? _host;

    private TaskMeeting(RankHost? host, HostLinks? links, RankFailure? failure) => (_host, Links, Failure) = (host, links, failure);

    /// <summary>The bound host of this task.</summary>
    public RankHost Host => _host ?? throw new InvalidOperationException("the meeting failed");

    /// <summary>All hosts; null where a task could not come.</summary>
    public HostLinks? Links { get; }

    /// <summary>Why the meeting failed; null where it did not, or where the failure is another task's.</summary>
    public RankFailure? Failure { get; }

    /// <summary>Meets the other tasks of the stage. A task that failed before comes too, and says so: the others must not wait for it.</summary>
    /// <param name="settings">Secret, ports, deadlines.</param>
    /// <param name="context">The task, of a barrier stage.</param>
    /// <param name="failed">What failed in this task before; null where nothing did.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<TaskMeeting> MeetAsync(
        MeetingSettings settings, SparkTaskContext context, RankFailure? failed, CancellationToken cancellationToken)
    {
        var barrier = context.Barrier ?? throw new InvalidOperationException("training tasks run in a barrier stage");
        RankHost? host = null;
        if (failed is null)
        {
            try
            {
                host = await BindAsync(barrier.Addresses[context.PartitionId], settings.Ports, cancellationToken);
            }
            catch (SocketException e)
            {
                failed = new RankFailure
                {
                    Code = RankFailure.Kind.Other,
                    Message = $"no port of {settings.Ports} is free at {barrier.Addresses[context.PartitionId]}: {e.Message}",
                };
            }
        }

        try
        {
            var nonce = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
            var mine = JsonSerializer.Serialize(new Announcement(host?.EndPoint.ToString(), nonce, settings.Generation, context.TaskAttemptId));
            var all = (await barrier.AllGatherAsync(mine, cancellationToken)).Select(text => JsonSerializer.Deserialize<Announcement>(text)!).ToArray();
            return all.All(a => a.EndPoint is not null)
                ? new TaskMeeting(host, LinksOf(settings, context.PartitionId, all), null)
                : new TaskMeeting(host, null, failed);
        }
        catch
        {
            host?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _host?.Dispose();

    private static HostLinks LinksOf(MeetingSettings settings, int host, Announcement[] all) => new()
    {
        Host = host,
        EndPoints = [.. all.Select(a => IPEndPoint.Parse(a.EndPoint!))],

        // A number that only this start of the stage has: what an earlier attempt left running cannot get in.
        Run = all[0].Nonce,
        Generation = settings.Generation,
        Secret = Convert.FromBase64String(settings.Secret),
        Certificate = settings.Certificate is { } certificate ? Convert.FromBase64String(certificate) : null,
        PeerTimeout = settings.PeerTimeout,
        StepDeadline = settings.StepDeadline,
        ConnectDeadline = settings.ConnectDeadline,
    };

    /// <summary>Binds the address by which Spark knows this task's executor.</summary>
    private static async Task<RankHost> BindAsync(string sparkAddress, PortRange ports, CancellationToken cancellationToken)
    {
        var name = sparkAddress[..sparkAddress.LastIndexOf(':')].Trim('[', ']');
        var addresses = await Dns.GetHostAddressesAsync(name, cancellationToken);
        SocketException? failure = null;
        foreach (var address in addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1))
        {
            try
            {
                return RankHost.Bind(address, ports.First, ports.Last);
            }
            catch (SocketException e)
            {
                failure = e;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>What a task tells the others.</summary>
    /// <param name="EndPoint">Where it listens; null where it failed before.</param>
    /// <param name="Nonce">Random; the first task's names the start.</param>
    /// <param name="Generation">Which start of the run it belongs to.</param>
    /// <param name="Attempt">Spark's number of the attempt.</param>
    private sealed record Announcement(string? EndPoint, ulong Nonce, int Generation, long Attempt);
}
