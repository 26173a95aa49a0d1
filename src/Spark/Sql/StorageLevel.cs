using System.Diagnostics.CodeAnalysis;

namespace Millrace.Spark.Sql;

/// <summary>How Spark keeps rows. Immutable.</summary>
/// <param name="useDisk">On disk.</param>
/// <param name="useMemory">In memory.</param>
/// <param name="useOffHeap">In memory outside Java's heap.</param>
/// <param name="deserialized">As objects, not bytes.</param>
/// <param name="replication">On how many executors.</param>
[SuppressMessage("Naming", "CA1707", Justification = "Spark's and Microsoft.Spark's names.")]
public sealed class StorageLevel(bool useDisk, bool useMemory, bool useOffHeap, bool deserialized, int replication = 1) : IEquatable<StorageLevel>
{
    /// <summary>Not at all.</summary>
    public static StorageLevel NONE { get; } = new(false, false, false, false);

    /// <summary>On disk.</summary>
    public static StorageLevel DISK_ONLY { get; } = new(true, false, false, false);

    /// <summary>On disk, twice.</summary>
    public static StorageLevel DISK_ONLY_2 { get; } = new(true, false, false, false, 2);

    /// <summary>In memory, as objects.</summary>
    public static StorageLevel MEMORY_ONLY { get; } = new(false, true, false, true);

    /// <summary>In memory, as objects, twice.</summary>
    public static StorageLevel MEMORY_ONLY_2 { get; } = new(false, true, false, true, 2);

    /// <summary>In memory, as bytes.</summary>
    public static StorageLevel MEMORY_ONLY_SER { get; } = new(false, true, false, false);

    /// <summary>In memory, as bytes, twice.</summary>
    public static StorageLevel MEMORY_ONLY_SER_2 { get; } = new(false, true, false, false, 2);

    /// <summary>In memory as objects, what does not fit on disk.</summary>
    public static StorageLevel MEMORY_AND_DISK { get; } = new(true, true, false, true);

    /// <summary>In memory as objects, what does not fit on disk; twice.</summary>
    public static StorageLevel MEMORY_AND_DISK_2 { get; } = new(true, true, false, true, 2);

    /// <summary>In memory as bytes, what does not fit on disk.</summary>
    public static StorageLevel MEMORY_AND_DISK_SER { get; } = new(true, true, false, false);

    /// <summary>In memory as bytes, what does not fit on disk; twice.</summary>
    public static StorageLevel MEMORY_AND_DISK_SER_2 { get; } = new(true, true, false, false, 2);

    /// <summary>In memory outside Java's heap, what does not fit on disk.</summary>
    public static StorageLevel OFF_HEAP { get; } = new(true, true, true, false);

    /// <summary>Whether on disk.</summary>
    public bool UseDisk { get; } = useDisk;

    /// <summary>Whether in memory.</summary>
    public bool UseMemory { get; } = useMemory;

    /// <summary>Whether outside Java's heap.</summary>
    public bool UseOffHeap { get; } = useOffHeap;

    /// <summary>Whether as objects.</summary>
    public bool Deserialized { get; } = deserialized;

    /// <summary>On how many executors.</summary>
    public int Replication { get; } = replication;

    /// <summary>The level in words.</summary>
    public string Description()
    {
        string where = $"{(UseDisk ? "Disk " : "")}{(UseMemory ? UseOffHeap ? "Memory (off heap) " : "Memory " : "")}";
        return $"{where}{(Deserialized ? "Deserialized" : "Serialized")} {Replication}x Replicated";
    }

    /// <summary>The level's parts.</summary>
    public override string ToString() =>
        $"StorageLevel(disk={UseDisk}, memory={UseMemory}, offheap={UseOffHeap}, deserialized={Deserialized}, replication={Replication})";

    /// <inheritdoc/>
    public bool Equals(StorageLevel? other) => other is not null && ToProto().Equals(other.ToProto());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StorageLevel other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UseDisk, UseMemory, UseOffHeap, Deserialized, Replication);

    internal static StorageLevel From(Protos.StorageLevel level) =>
        new(level.UseDisk, level.UseMemory, level.UseOffHeap, level.Deserialized, level.Replication);

    internal Protos.StorageLevel ToProto() => new()
    {
        UseDisk = UseDisk,
        UseMemory = UseMemory,
        UseOffHeap = UseOffHeap,
        Deserialized = Deserialized,
        Replication = Replication,
    };
}
