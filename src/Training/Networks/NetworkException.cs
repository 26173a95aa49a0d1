namespace Millrace.Training.Networks;

/// <summary>A network that cannot be built or fed: shapes that do not fit, labels out of range. Carries the layer or target.</summary>
public sealed class NetworkException : Exception
{
    /// <summary>Says what is wrong with <paramref name="part"/>.</summary>
    public NetworkException(string part, string message)
        : base($"{part}: {message}") => Part = part;

    /// <summary>The layer ("layers[2] conv2d"), target or input that is at fault.</summary>
    public string Part { get; }
}
