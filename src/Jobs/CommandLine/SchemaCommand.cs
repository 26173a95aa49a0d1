using System.CommandLine;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Publishing;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace schema</c>: the JSON schema of job files, for editors; with <c>--markdown</c> the reference for people.</summary>
internal static class SchemaCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Print the JSON schema of job files, for editors.");
        var markdown = new Option<bool>("--markdown") { Description = "Print the reference of all settings (docs/job-file.md) instead." };
        command.Add(markdown);
        command.SetAction(parsed =>
        {
            terminal.Output.Write(parsed.GetValue(markdown) ? JobFileReference.Document(JobShapes.Root) : SchemaWriter.Document(JobShapes.Root));
            return ExitCode.Done;
        });
        return command;
    }
}
