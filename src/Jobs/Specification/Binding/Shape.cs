namespace Millrace.Jobs.Specification.Binding;

/// <summary>How values of one type are written in a job file. Shapes are made once per type by <see cref="ShapeCatalog"/>; immutable.</summary>
/// <param name="Type">The type, never a <see cref="Nullable{T}"/>.</param>
internal abstract record Shape(Type Type)
{
    /// <summary>What a message calls it, such as <c>a whole number</c>.</summary>
    public abstract string Words { get; }
}
