using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Millrace.Training.Collectives;

/// <summary>
/// Proves the run's secret both ways before anything else is read. The caller sends <c>"MRLINK01" | run u64 | generation i32 |
/// rank i32 | nonce[32]</c>; the answer is <c>rank i32 | nonce[32] | HMAC-SHA256(secret, "answer" | both messages)</c>; the caller
/// closes with <c>HMAC-SHA256(secret, "caller" | both messages)</c> and gets one byte. All messages have fixed lengths.
/// </summary>
internal static class Handshake
{
    private const int NonceBytes = 32;
    private const int HelloBytes = 8 + 8 + 4 + 4 + NonceBytes;
    private const int AnswerBytes = 4 + NonceBytes;
    private const int ProofBytes = 32;
    private const byte Welcome = 0x57;
    private static ReadOnlySpan<byte> Magic => "MRLINK01"u8;

    /// <summary>Runs the caller's side; true where the peer is <paramref name="peer"/> and knows the secret.</summary>
    public static async Task<bool> CallAsync(Stream stream, LinkOptions options, int peer, CancellationToken cancellationToken)
    {
        var transcript = new byte[HelloBytes + AnswerBytes];
        WriteHello(transcript, options);
        await stream.WriteAsync(transcript.AsMemory(0, HelloBytes), cancellationToken);
        await stream.ReadExactlyAsync(transcript.AsMemory(HelloBytes), cancellationToken);
        var proof = new byte[ProofBytes];
        await stream.ReadExactlyAsync(proof, cancellationToken);
        if (BinaryPrimitives.ReadInt32LittleEndian(transcript.AsSpan(HelloBytes)) != peer
            || !CryptographicOperations.FixedTimeEquals(proof, Proof(options.Secret, "answer"u8, transcript)))
        {
            return false;
        }

        await stream.WriteAsync(Proof(options.Secret, "caller"u8, transcript), cancellationToken);
        var welcome = new byte[1];
        await stream.ReadExactlyAsync(welcome, cancellationToken);
        return welcome[0] == Welcome;
    }

    /// <summary>Runs the other side; the caller's rank where it knows the secret and belongs to this run, else null.</summary>
    public static async Task<int?> AnswerAsync(Stream stream, LinkOptions options, CancellationToken cancellationToken)
    {
        var transcript = new byte[HelloBytes + AnswerBytes];
        await stream.ReadExactlyAsync(transcript.AsMemory(0, HelloBytes), cancellationToken);
        if (ReadHello(transcript, options) is not { } rank)
        {
            return null;
        }

        BinaryPrimitives.WriteInt32LittleEndian(transcript.AsSpan(HelloBytes), options.Rank);
        RandomNumberGenerator.Fill(transcript.AsSpan(HelloBytes + 4));
        await stream.WriteAsync(transcript.AsMemory(HelloBytes), cancellationToken);
        await stream.WriteAsync(Proof(options.Secret, "answer"u8, transcript), cancellationToken);
        var proof = new byte[ProofBytes];
        await stream.ReadExactlyAsync(proof, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof(options.Secret, "caller"u8, transcript)))
        {
            return null;
        }

        await stream.WriteAsync(new[] { Welcome }, cancellationToken);
        return rank;
    }

    private static void WriteHello(Span<byte> to, LinkOptions options)
    {
        Magic.CopyTo(to);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], options.Run);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], options.Generation);
        BinaryPrimitives.WriteInt32LittleEndian(to[20..], options.Rank);
        RandomNumberGenerator.Fill(to.Slice(24, NonceBytes));
    }

    private static int? ReadHello(ReadOnlySpan<byte> hello, LinkOptions options)
    {
        var rank = BinaryPrimitives.ReadInt32LittleEndian(hello[20..]);
        return hello[..8].SequenceEqual(Magic)
            && BinaryPrimitives.ReadUInt64LittleEndian(hello[8..]) == options.Run
            && BinaryPrimitives.ReadInt32LittleEndian(hello[16..]) == options.Generation
            && rank >= 0 && rank < options.Ranks
            ? rank
            : null;
    }

    private static byte[] Proof(byte[] secret, ReadOnlySpan<byte> side, ReadOnlySpan<byte> transcript)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(side);
        hmac.AppendData(transcript);
        return hmac.GetHashAndReset();
    }
}
