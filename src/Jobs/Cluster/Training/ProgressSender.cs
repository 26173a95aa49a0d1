using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Millrace.Training;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// Rank 0's side of the live view: one line of JSON a report, to the driver or to a file of the work folder, after a line that proves the run's secret. A target that is slow or
/// gone loses reports, and never holds training up.
/// </summary>
internal sealed class ProgressSender : IProgress<TrainingProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Channel<TrainingProgress> _reports =
        Channel.CreateBounded<TrainingProgress>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;

    private ProgressSender(ProgressTarget target, MeetingSettings meeting) => _sending = SendAsync(target, meeting, _stop.Token);

    /// <summary>A sender to the target, or null where there is none.</summary>
    public static ProgressSender? Open(ProgressTarget? target, MeetingSettings meeting) =>
        target is { Push: not null } or { File: not null } ? new ProgressSender(target, meeting) : null;

    /// <summary>Those of the driver's addresses that answer from here, with the run's own greeting.</summary>
    public static async Task<IReadOnlyList<string>> ReachedAsync(IReadOnlyList<string> addresses, MeetingSettings meeting, CancellationToken cancellationToken)
    {
        var reached = await Task.WhenAll(addresses.Select(async address =>
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(Patience);
                using var client = await ConnectAsync(address, meeting, patience.Token);
                return address;
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }));
        return [.. reached.OfType<string>()];
    }

    /// <summary>The line that opens a connection: nobody else knows it.</summary>
    public static byte[] Greeting(byte[] secret) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(secret, "millrace progress"u8)) + "\n");

    /// <inheritdoc/>
    public void Report(TrainingProgress value) => _reports.Writer.TryWrite(value);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _reports.Writer.Complete();
        _stop.CancelAfter(Patience);
        await _sending;
        _stop.Dispose();
    }

    private static async Task<TcpClient> ConnectAsync(string address, MeetingSettings meeting, CancellationToken cancellationToken)
    {
        var point = IPEndPoint.Parse(address);
        var client = new TcpClient(point.AddressFamily);
        try
        {
            await client.ConnectAsync(point, cancellationToken);
            await client.GetStream().WriteAsync(Greeting(Convert.FromBase64String(meeting.Secret)), cancellationToken);
            var answer = new byte[1];
            await client.GetStream().ReadExactlyAsync(answer, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task SendAsync(ProgressTarget target, MeetingSettings meeting, CancellationToken cancellationToken)
    {
        try
        {
            using var client = target.Push is { } address ? await ConnectAsync(address, meeting, cancellationToken) : null;
            await using var stream = client?.GetStream() ?? (Stream)new FileStream(target.File!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 0);
            await foreach (var report in _reports.Reader.ReadAllAsync(cancellationToken))
            {
                await stream.WriteAsync(ProgressJson.Line(report), cancellationToken);
                await stream.FlushAsync(cancellationToken);
            }
        }
        catch (Exception)
        {
            // Whatever it was, the display is not worth a step: training goes on unseen.
        }
    }
}
