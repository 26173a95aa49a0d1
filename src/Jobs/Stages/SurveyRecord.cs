namespace Millrace.Jobs.Stages;

/// <summary>What a survey leaves in its part of the manifest.</summary>
/// <param name="Files">Files that are read.</param>
/// <param name="BadFiles">Files that are left out.</param>
/// <param name="Rows">Rows; null where that takes reading them.</param>
/// <param name="Bytes">Bytes of the files that are read.</param>
internal sealed record SurveyRecord(int Files, int BadFiles, long? Rows, long Bytes);
