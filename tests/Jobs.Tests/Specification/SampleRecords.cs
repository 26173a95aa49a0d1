namespace Millrace.Jobs.Tests.Specification;

public enum Colour
{
    DarkRed,
    Green,
}

public abstract record ToolStep;

public sealed record HammerStep : ToolStep
{
    public required int Weight { get; init; }

    public bool Steel { get; init; } = true;
}

public sealed record SawBladeStep : ToolStep
{
    public double Teeth { get; init; } = 2.5;
}

public sealed record BoxStep : ToolStep
{
    public IReadOnlyList<ToolStep> Inside { get; init; } = [];
}

public sealed record Shelf
{
    public required string Name { get; init; }

    public required Colour Colour { get; init; }

    public string? Note { get; init; }
}

public sealed record Workshop
{
    public required string Title { get; init; }

    public int Size { get; init; } = 3;

    public double? Ratio { get; init; }

    public bool Open { get; init; }

    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);

    public Millrace.Jobs.Specification.ByteSize Memory { get; init; } = new(1000);

    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    public IReadOnlyList<ToolStep> Tools { get; init; } = [];

    public IReadOnlyList<Shelf> Shelves { get; init; } = [];
}
