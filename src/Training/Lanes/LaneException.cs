namespace Millrace.Training.Lanes;

/// <summary>Rows that cannot be taken into a lane, or a lane that cannot be read.</summary>
public sealed class LaneException : Exception
{
    /// <summary>A failure in words, with coordinates in them.</summary>
    public LaneException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    internal LaneException(string file, int lane, long block, string what, Exception? cause = null)
        : base($"lane {lane}, block {block} of {file}: {what}", cause)
    {
        File = file;
        Lane = lane;
        Block = block;
    }

    /// <summary>The spool file, where there is one.</summary>
    public string? File { get; }

    /// <summary>The lane, or −1.</summary>
    public int Lane { get; } = -1;

    /// <summary>The block, or −1.</summary>
    public long Block { get; } = -1;
}
