using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Millrace.Jobs.CommandLine;

/// <summary>Where the command line writes: results and progress to the output, failures to the error stream.</summary>
internal sealed record Terminal
{
    /// <summary>Results and progress; borrowed.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Failures; borrowed.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The terminal behind the output, for a display drawn in place; null where the output is a file or a pipe.</summary>
    public IAnsiConsole? Live { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where relative paths on the command line start; a full path.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>What a run logs to: the error stream where the user wants to know everything, else nothing.</summary>
    public ILogger LoggerOf(ParseResult parsed) => parsed.GetValue<bool>(MillraceCommandLine.VerboseName) ? new TerminalLogger(this) : NullLogger.Instance;

    /// <summary>This process's own.</summary>
    public static Terminal OfThisProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Live = Console.IsOutputRedirected ? null : AnsiConsole.Console,
        WorkingFolder = Environment.CurrentDirectory,
    };
}
