namespace Millrace.Features.Encoders.Categories;

/// <summary>How a category reaches the network.</summary>
public enum CategoryOutput
{
    /// <summary>One feature a category, 1 for the row's own.</summary>
    OneHot,

    /// <summary>The category's index, for an embedding table.</summary>
    Index,
}
