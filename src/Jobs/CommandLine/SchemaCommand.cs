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
        var update = new Option<string?>("--update") { Description = "Rewrite schema/millrace-job.schema.json and docs/job-file.md below a folder instead.", HelpName = "DIR" };
        command.Add(markdown);
        command.Add(update);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(update) is { } folder)
            {
                PublishedFiles.Update(Path.GetFullPath(folder, terminal.WorkingFolder));
            }
            else
            {
                terminal.Output.Write(parsed.GetValue(markdown) ? JobFileReference.Document(JobShapes.Root) : SchemaWriter.Document(JobShapes.Root));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
