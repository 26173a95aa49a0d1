namespace Millrace.Features.Encoders.Categories;

/// <summary>What a one-hot encoder says of a category that is unseen or rare.</summary>
public enum UnknownPolicy
{
    /// <summary>A feature of its own.</summary>
    Own,

    /// <summary>Zeros everywhere.</summary>
    Zeros,
}
