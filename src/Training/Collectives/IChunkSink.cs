namespace Millrace.Training.Collectives;

/// <summary>Takes the chunks of an exchange in order.</summary>
internal unsafe interface IChunkSink
{
    /// <summary>Where the bytes from <paramref name="offset"/> on are to be received; null: anywhere. They may still fail their checksum.</summary>
    byte* Place(long offset);

    /// <summary>Takes <paramref name="length"/> bytes that belong at byte <paramref name="offset"/> of the exchange and pass their checksum.</summary>
    void Take(long offset, byte* chunk, int length);
}
