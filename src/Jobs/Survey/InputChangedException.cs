namespace Millrace.Jobs.Survey;

/// <summary>An input file is no longer what the survey saw: it changed, or it vanished.</summary>
internal sealed class InputChangedException : Exception
{
    public InputChangedException(string path, string change)
        : base($"{path} {change} since the run surveyed it. Let nothing write to the input while a run reads it, and run again.")
    {
        Path = path;
        Change = change;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What happened to it: <c>vanished</c>, <c>changed size</c>, and so on.</summary>
    public string Change { get; }
}
