using System.Buffers.Binary;
using System.Security.Cryptography;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Isolation;

/// <summary>What one task is to do, recognisable when it is tried again: the same commands on the same partition.</summary>
/// <param name="Key">A hash, hexadecimal.</param>
/// <param name="Text">For people.</param>
internal sealed record Assignment(string Key, string Text)
{
    /// <summary>The assignment of a task.</summary>
    public static Assignment Of(TaskHeader header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> partition = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(partition, header.PartitionId);
        hash.AppendData(partition);
        foreach (var command in header.Functions.SelectMany(static function => function.Commands))
        {
            hash.AppendData(command);
        }

        return new Assignment(
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            $"stage {header.StageId}, partition {header.PartitionId}, attempt {header.AttemptNumber}");
    }
}
