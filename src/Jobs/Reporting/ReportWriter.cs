namespace Millrace.Jobs.Reporting;

/// <summary>Writes <c>report.html</c>: one file that needs nothing else, neither script nor network.</summary>
internal static class ReportWriter
{
    /// <summary>The report as HTML text.</summary>
    public static string Render(ReportModel model) => throw new NotSupportedException(model.Summary.Job);
}
