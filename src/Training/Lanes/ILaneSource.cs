namespace Millrace.Training.Lanes;

/// <summary>
/// Rows of some neighbouring lanes, each lane sorted by row id (signed pairs) in blocks of <see cref="BlockRows"/> fixed-size records.
/// </summary>
/// <remarks>Reading is thread-safe; several ranks of one process may share a source.</remarks>
public interface ILaneSource
{
    /// <summary>Rows of a block; the last block of a lane may hold fewer. Part of the plan hash.</summary>
    public const int BlockRows = 4096;

    /// <summary>Shape of a row.</summary>
    RowLayout Layout { get; }

    /// <summary>V, the lanes of the whole run.</summary>
    int Lanes { get; }

    /// <summary>The lanes that this source holds.</summary>
    LaneRange Owned { get; }

    /// <summary>Rows of <paramref name="lane"/>, which must be one of <see cref="Owned"/>.</summary>
    long Rows(int lane);

    /// <summary>
    /// Block <paramref name="block"/> of <paramref name="lane"/> if it lies in memory, borrowed and not to be changed; else null.
    /// </summary>
    byte[]? ResidentBlock(int lane, int block);

    /// <summary>Reads a block into <paramref name="destination"/> (at least 4,096 records) and checks it.</summary>
    /// <returns>Rows read.</returns>
    /// <exception cref="LaneException">The block cannot be read or fails its checksum.</exception>
    int ReadBlock(int lane, int block, byte[] destination);

    /// <summary>Says that a block is read soon. A source whose blocks are slow to come begins to fetch it and returns at once; others do nothing.</summary>
    void Announce(int lane, int block)
    {
    }
}
