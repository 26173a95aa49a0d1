namespace Millrace.Features.Encoders.Times;

/// <summary>How a calendar part reaches the network.</summary>
public enum CalendarForm
{
    /// <summary>Sine and cosine of its turn; year and weekend as numbers.</summary>
    Cyclic,

    /// <summary>One number from −0.5 to 0.5 over the part's range; weekend 0 or 1.</summary>
    Number,
}
