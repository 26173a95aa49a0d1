namespace Millrace.Training.Collectives;

/// <summary>Takes the chunks of an exchange in order.</summary>
internal unsafe interface IChunkSink
{
    /// <summary>Takes <paramref name="length"/> bytes that belong at byte <paramref name="offset"/> of the exchange.</summary>
    void Take(long offset, byte* chunk, int length);
}
