namespace Millrace.Jobs.CommandLine;

/// <summary>An option that cannot be used so. The message says what to do; the command line ends with code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
