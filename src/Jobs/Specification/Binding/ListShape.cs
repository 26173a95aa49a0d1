namespace Millrace.Jobs.Specification.Binding;

/// <summary>A list. Where its items are records that are named by one of their settings, it is written as a map from that name to the rest.</summary>
/// <param name="Type">The type of the property.</param>
/// <param name="Item">Shape of an item.</param>
/// <param name="Key">The setting of the item that the map's key gives; null for an ordinary list.</param>
internal sealed record ListShape(Type Type, Shape Item, Setting? Key) : Shape(Type)
{
    /// <inheritdoc/>
    public override string Words => Key is null ? "a list" : $"a map from {Key.Name} to settings";
}
