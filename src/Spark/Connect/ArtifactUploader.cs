using System.Security.Cryptography;
using Google.Protobuf;

namespace Millrace.Spark.Connect;

/// <summary>
/// Sends artifacts of a session: <c>files/…</c> (given to each task's working folder), <c>archives/…zip#name</c> (unpacked there) and
/// <c>cache/…</c> (kept by hash, for local data). What the server already holds is not sent again.
/// </summary>
internal static class ArtifactUploader
{
    /// <summary>Spark's own size of a piece.</summary>
    private const int PieceBytes = 32 << 10;

    /// <summary>Sends a file under a name.</summary>
    /// <param name="client">The session.</param>
    /// <param name="name">The artifact's name with its kind, as <c>files/table.bin</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    public static async Task AddFileAsync(ConnectClient client, string name, string path, CancellationToken cancellationToken) =>
        await client.UploadAsync(
            async token =>
            {
                await using FileStream file = File.OpenRead(path);
                await SendAsync(client, name, file, file.Length, token);
            },
            cancellationToken);

    /// <summary>Sends bytes as <c>cache/&lt;SHA-256&gt;</c> unless the server has them; gives the hash as Spark writes it.</summary>
    public static async Task<string> CacheAsync(ConnectClient client, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        string name = "cache/" + hash;
        if (!(await client.ExistingArtifactsAsync([name], cancellationToken)).Contains(name))
        {
            await client.UploadAsync(
                async token =>
                {
                    using var stream = new MemoryStream(bytes.ToArray(), writable: false);
                    await SendAsync(client, name, stream, bytes.Length, token);
                },
                cancellationToken);
        }

        return hash;
    }

    private static async Task SendAsync(ConnectClient client, string name, Stream content, long length, CancellationToken cancellationToken)
    {
        using var call = client.Service.AddArtifacts(client.NewCallOptions(null, cancellationToken));
        var buffer = new byte[PieceBytes];
        long pieces = Math.Max(1, (length + PieceBytes - 1) / PieceBytes);
        for (long piece = 0; piece < pieces; piece++)
        {
            int count = await content.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancellationToken);
            var chunk = new Protos.AddArtifactsRequest.Types.ArtifactChunk
            {
                Data = ByteString.CopyFrom(buffer, 0, count),
                Crc = Crc32.Compute(buffer.AsSpan(0, count)),
            };
            await call.RequestStream.WriteAsync(Wrap(client, name, length, pieces, piece, chunk), cancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        Protos.AddArtifactsResponse response = await call.ResponseAsync;
        client.Observe(response.ServerSideSessionId);
        if (response.Artifacts.FirstOrDefault(a => a.Name == name) is not { IsCrcSuccessful: true })
        {
            throw new SparkException($"The artifact {name} did not arrive whole.");
        }
    }

    private static Protos.AddArtifactsRequest Wrap(
        ConnectClient client, string name, long length, long pieces, long piece, Protos.AddArtifactsRequest.Types.ArtifactChunk chunk)
    {
        Protos.AddArtifactsRequest request = client.NewArtifactsRequest();
        if (pieces == 1)
        {
            request.Batch = new Protos.AddArtifactsRequest.Types.Batch
            {
                Artifacts = { new Protos.AddArtifactsRequest.Types.SingleChunkArtifact { Name = name, Data = chunk } },
            };
        }
        else if (piece == 0)
        {
            request.BeginChunk = new Protos.AddArtifactsRequest.Types.BeginChunkedArtifact
            {
                Name = name,
                TotalBytes = length,
                NumChunks = pieces,
                InitialChunk = chunk,
            };
        }
        else
        {
            request.Chunk = chunk;
        }

        return request;
    }
}
