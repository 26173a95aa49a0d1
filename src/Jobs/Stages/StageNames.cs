namespace Millrace.Jobs.Stages;

/// <summary>Names of the stages that have no class of their own, as display, manifest and plan show them.</summary>
internal static class StageNames
{
    /// <summary>Pins the main input.</summary>
    public const string Survey = "survey";

    /// <summary>Contract and rules over the main input.</summary>
    public const string Rows = "rows";

    /// <summary>The comparison with planted dirt.</summary>
    public const string Truth = "truth";

    /// <summary>Tries learning rates.</summary>
    public const string FindRate = "find_rate";

    /// <summary>Scores the network.</summary>
    public const string Evaluate = "evaluate";

    /// <summary>Trains what the network is compared with.</summary>
    public const string Baselines = "baselines";

    /// <summary>The report; the manifest follows it.</summary>
    public const string Report = "report";

    /// <summary>A part of the split that has files of its own.</summary>
    public const string TestPart = "test";

    /// <summary>A part of the split that has files of its own.</summary>
    public const string ValidationPart = "validation";

    /// <summary>Pins the files of a part of the split, or of a further input.</summary>
    public static string SurveyOf(string part) => $"{Survey}_{part}";

    /// <summary>Contract and rules over the files of a part of the split.</summary>
    public static string RowsOf(string part) => $"{Rows}_{part}";

    /// <summary>Contract and rules over a further input.</summary>
    public static string InputOf(string name) => $"input_{name}";
}
