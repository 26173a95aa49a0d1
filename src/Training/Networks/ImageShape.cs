namespace Millrace.Training.Networks;

/// <summary>A view of the dense features as an image, row by row, channels last: feature (h · Width + w) · Channels + c.</summary>
public sealed record ImageShape
{
    /// <summary>Rows of pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Values of a pixel.</summary>
    public int Channels { get; init; } = 1;
}
