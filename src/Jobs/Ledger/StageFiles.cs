namespace Millrace.Jobs.Ledger;

/// <summary>What a stage does with files: where the system refuses one, the run fails with the stage, what is free and what to do.</summary>
internal static class StageFiles
{
    /// <summary>Does <paramref name="work"/>.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="stage">Which stage, for the message.</param>
    /// <param name="root">The run folder, whose disk is the one to look at.</param>
    /// <param name="work">May read and write files.</param>
    /// <exception cref="JobFailedException">A file could not be read or written.</exception>
    public static async Task<T> UseAsync<T>(string stage, string root, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var free = DiskSpace.FreeBytes(root);
            var advice = DiskSpace.Advice(free);
            throw new JobFailedException(
                $"Stage {stage} could not use a file: {failure.Message.TrimEnd('.')} ({(free is null ? "" : $"{free} bytes are free in ")}{root})"
                + $"{(advice.Length > 0 ? advice : ". Mend that and run again; the run goes on from the last finished stage")}.",
                failure);
        }
    }

    /// <summary>The same for what has no result.</summary>
    /// <exception cref="JobFailedException">A file could not be read or written.</exception>
    public static Task UseAsync(string stage, string root, Func<Task> work) => UseAsync(
        stage,
        root,
        async () =>
        {
            await work();
            return true;
        });
}
