namespace Millrace.Jobs.Specification.Binding;

/// <summary>A map from text to values of one shape; its order has no meaning.</summary>
internal sealed record MapShape(Type Type, Shape Value) : Shape(Type)
{
    /// <inheritdoc/>
    public override string Words => "a map";
}
