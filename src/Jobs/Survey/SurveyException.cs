namespace Millrace.Jobs.Survey;

/// <summary>The input cannot be surveyed: nothing there, nothing readable, or more bad files than allowed. The message names what, where and what to do.</summary>
internal sealed class SurveyException : Exception
{
    public SurveyException(string message, IReadOnlyList<BadFile> badFiles)
        : base(message)
    {
        BadFiles = badFiles;
    }

    /// <summary>The bad files, where those are the reason.</summary>
    public IReadOnlyList<BadFile> BadFiles { get; }
}
