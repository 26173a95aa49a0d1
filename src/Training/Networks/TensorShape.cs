namespace Millrace.Training.Networks;

/// <summary>The shape of one sample between two layers; channels are the last axis.</summary>
internal readonly record struct TensorShape(TensorKind Kind, int Height, int Width, int Channels)
{
    /// <summary>Kernel rows per sample.</summary>
    public int Positions => Height * Width;

    /// <summary>Values per sample.</summary>
    public int Size => checked(Height * Width * Channels);

    public static TensorShape Vector(int features) => new(TensorKind.Vector, 1, 1, features);

    public static TensorShape Sequence(int steps, int features) => new(TensorKind.Sequence, 1, steps, features);

    public static TensorShape Members(int members, int features) => new(TensorKind.Members, 1, members, features);

    public static TensorShape Image(int height, int width, int channels) => new(TensorKind.Image, height, width, channels);

    /// <summary>The same arrangement with another last axis.</summary>
    public TensorShape WithChannels(int channels) => this with { Channels = channels };

    public override string ToString() => Kind switch
    {
        TensorKind.Vector => $"vector of {Channels}",
        TensorKind.Image => $"image {Height}×{Width}×{Channels}",
        TensorKind.Sequence => $"sequence of up to {Width} steps of {Channels}",
        _ => $"{Width} members of {Channels}",
    };
}
