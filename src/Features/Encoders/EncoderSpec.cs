using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Encoders;

/// <summary>
/// One step of encoding a column. <see cref="ImputeSpec"/> and <see cref="LogSpec"/> change the value for the steps after them; every other step gives
/// features from the value as the steps before it left it. Immutable and thread-safe.
/// </summary>
public abstract record EncoderSpec
{
    private protected EncoderSpec()
    {
    }
}
