namespace Millrace.Training.Lanes;

/// <summary>What a lane's file says about itself.</summary>
internal sealed record SpoolHeader
{
    public required string Run { get; init; }

    public required string FeatureHash { get; init; }

    public required int Lane { get; init; }

    public required int Lanes { get; init; }

    public required long Rows { get; init; }

    public required RowLayout Layout { get; init; }
}
