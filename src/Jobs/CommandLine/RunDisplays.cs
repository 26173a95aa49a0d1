using Millrace.Jobs.Progress;

namespace Millrace.Jobs.CommandLine;

/// <summary>Shows the progress of a long command: redrawn in place on a terminal, a line for each event elsewhere.</summary>
internal static class RunDisplays
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(3);

    /// <summary>Runs work with the display that fits the terminal.</summary>
    public static async Task<T> UseAsync<T>(Terminal terminal, Func<IRunDisplay, Task<T>> work)
    {
        if (terminal.Live is { } console)
        {
            await using var live = new LiveRunDisplay(console, terminal.Time);
            return await work(live);
        }

        using var plain = new PlainRunDisplay(terminal.Output, terminal.Time, LineInterval);
        return await work(plain);
    }
}
