using System.IO.Hashing;
using System.Text;

namespace Millrace.Features.Encoders.Categories;

/// <summary>Looks up the position of a category in a list by its UTF-8 bytes. Immutable and thread-safe.</summary>
internal sealed class CategoryIndex
{
    private readonly Dictionary<byte[], int> _positions = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>An index of distinct categories.</summary>
    public CategoryIndex(IReadOnlyList<string> categories)
    {
        for (var i = 0; i < categories.Count; i++)
        {
            _positions.Add(Encoding.UTF8.GetBytes(categories[i]), i);
        }

        _lookup = _positions.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The position, or −1.</summary>
    public int Find(ReadOnlySpan<byte> category) => _lookup.TryGetValue(category, out var position) ? position : -1;

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Comparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash3.HashToUInt64(alternate);
    }
}
