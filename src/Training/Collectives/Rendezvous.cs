using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Millrace.Training.Collectives;

/// <summary>
/// Makes one authenticated link per level of the tree: with rank r xor 1, r xor 2, r xor 4 …; the higher rank calls the lower.
/// Callers that do not prove the secret are dropped and nothing of them is read.
/// </summary>
internal sealed class Rendezvous
{
    private const int MostStrangers = 64;
    private static readonly TimeSpan HandshakeDeadline = TimeSpan.FromSeconds(5);
    private readonly LinkOptions _options;
    private readonly PeerLink?[] _links;

    private Rendezvous(LinkOptions options)
    {
        _options = options;
        _links = new PeerLink?[BitOperations.Log2((uint)options.Ranks)];
    }

    /// <summary>The links, one a level.</summary>
    /// <exception cref="PeerException">A peer was not found in time.</exception>
    public static async Task<PeerLink[]> ConnectAsync(
        LinkOptions options, RankListener listener, IReadOnlyList<IPEndPoint> endPoints, CancellationToken cancellationToken)
    {
        var rendezvous = new Rendezvous(options);
        var start = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.ConnectDeadline);
        try
        {
            await Task.WhenAll(rendezvous.AcceptAllAsync(listener.Socket, deadline.Token), rendezvous.CallAllAsync(endPoints, deadline.Token));
            return [.. rendezvous._links.Select(l => l!)];
        }
        catch (OperationCanceledException e)
        {
            var missing = Array.FindIndex(rendezvous._links, l => l is null);
            rendezvous.Drop();
            cancellationToken.ThrowIfCancellationRequested();
            throw new PeerException(
                options.Rank, options.Rank ^ (1 << Math.Max(0, missing)), 0, Stopwatch.GetElapsedTime(start), PeerFault.Silent,
                "it was not found or did not prove the run's secret", e);
        }
        catch
        {
            rendezvous.Drop();
            throw;
        }
    }

    private static int LevelOf(int difference) => BitOperations.Log2((uint)difference);

    private async Task CallAllAsync(IReadOnlyList<IPEndPoint> endPoints, CancellationToken cancellationToken)
    {
        for (var level = 0; level < _links.Length; level++)
        {
            var peer = _options.Rank ^ (1 << level);
            while (peer < _options.Rank && _links[level] is null)
            {
                _links[level] = await TryCallAsync(peer, endPoints[peer], cancellationToken);
                if (_links[level] is null)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
                }
            }
        }
    }

    private async Task<PeerLink?> TryCallAsync(int peer, IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            SendBufferSize = _options.SocketBufferBytes,
            ReceiveBufferSize = _options.SocketBufferBytes,
        };
        try
        {
            await (_options.Certificate is null
                ? UnwatchedStream.ConnectAsync(socket, endPoint, cancellationToken)
                : socket.ConnectAsync(endPoint, cancellationToken).AsTask());
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(HandshakeDeadline);
            var stream = await OpenAsync(socket, caller: true, patience.Token);
            if (await Handshake.CallAsync(stream, _options, peer, patience.Token))
            {
                return MakeLink(peer, socket, stream);
            }
        }
        catch (Exception e) when (IsStranger(e) && !cancellationToken.IsCancellationRequested)
        {
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        socket.Dispose();
        return null;
    }

    private async Task AcceptAllAsync(Socket listener, CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(MostStrangers);
        using var complete = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = new List<Task>();
        try
        {
            while (AwaitsCallers())
            {
                await room.WaitAsync(complete.Token);
                var socket = await listener.AcceptAsync(complete.Token);
                tasks.RemoveAll(t => t.IsCompletedSuccessfully);
                tasks.Add(AnswerAsync(socket, room, complete));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The last awaited peer has come.
        }
        finally
        {
            await complete.CancelAsync();
            await Task.WhenAll(tasks);
        }
    }

    private bool AwaitsCallers() =>
        Enumerable.Range(0, _links.Length).Any(l => (_options.Rank ^ (1 << l)) > _options.Rank && Volatile.Read(ref _links[l]) is null);

    private async Task AnswerAsync(Socket socket, SemaphoreSlim room, CancellationTokenSource complete)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(complete.Token);
        patience.CancelAfter(HandshakeDeadline);
        var taken = false;
        try
        {
            socket.NoDelay = true;
            var stream = await OpenAsync(socket, caller: false, patience.Token);
            var peer = await Handshake.AnswerAsync(stream, _options, patience.Token);
            taken = peer is { } rank && rank > _options.Rank && BitOperations.IsPow2(rank ^ _options.Rank) && TryTake(rank, socket, stream);
        }
        catch (Exception e) when (IsStranger(e))
        {
        }
        finally
        {
            if (!taken)
            {
                socket.Dispose();
            }

            room.Release();
        }

        if (taken && !AwaitsCallers())
        {
            await complete.CancelAsync();
        }
    }

    private bool TryTake(int peer, Socket socket, Stream stream)
    {
        lock (_links)
        {
            ref var link = ref _links[LevelOf(peer ^ _options.Rank)];
            if (link is not null)
            {
                return false;
            }

            link = MakeLink(peer, socket, stream);
            return true;
        }
    }

    /// <summary>The stream of a handshake: encrypted where the run has a certificate.</summary>
    private async Task<Stream> OpenAsync(Socket socket, bool caller, CancellationToken cancellationToken) => _options.Certificate is { } certificate
        ? await RunCertificate.SecureAsync(new NetworkStream(socket, ownsSocket: false), certificate, caller, cancellationToken)
        : new UnwatchedStream(socket);

    private PeerLink MakeLink(int peer, Socket socket, Stream stream) =>
        stream is UnwatchedStream ? new SocketLink(_options, peer, socket) : new StreamLink(_options, peer, socket, stream);

    private static bool IsStranger(Exception e) =>
        e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException
            or System.Security.Cryptography.CryptographicException or ObjectDisposedException or InvalidOperationException;

    private void Drop()
    {
        foreach (var link in _links)
        {
            link?.Dispose();
        }
    }
}
