namespace Millrace.Jobs.CommandLine;

/// <summary>The process's own streams as bytes.</summary>
internal static class StandardStreams
{
    public static Stream OpenInput() => Console.OpenStandardInput();

    public static Stream OpenOutput() => Console.OpenStandardOutput();
}
