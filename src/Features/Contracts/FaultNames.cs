namespace Millrace.Features.Contracts;

/// <summary>Names of faults as they stand in reasons, counts and documentation.</summary>
internal static class FaultNames
{
    private static readonly string[] Names =
    [
        "none", "null", "overflow", "fraction", "inexact", "not_finite", "out_of_range", "nanoseconds", "time_of_day", "unparsable",
        "not_allowed", "null_element", "invalid_utf8", "wrong_type", "missing_column",
    ];

    public static int Count => Names.Length;

    public static string Of(FaultKind kind) => Names[(int)kind];
}
