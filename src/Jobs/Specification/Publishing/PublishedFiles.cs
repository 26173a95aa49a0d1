namespace Millrace.Jobs.Specification.Publishing;

/// <summary>The schema and the reference as they are kept in the repository.</summary>
internal static class PublishedFiles
{
    /// <summary>What stands before the generated part of the reference.</summary>
    private const string Mark = "<!-- Generated from the records from here on: millrace schema --update . -->\n";

    /// <summary>Rewrites both below <paramref name="root"/>. What is before the mark in the reference stays.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Update(string root)
    {
        var reference = ReferenceFile(root);
        File.WriteAllText(SchemaFile(root), SchemaWriter.Document(JobShapes.Root));
        File.WriteAllText(reference, Reference(File.ReadAllText(reference)));
    }

    /// <summary>Whether <see cref="Update"/> would change nothing.</summary>
    public static bool AreCurrent(string root)
    {
        var reference = File.ReadAllText(ReferenceFile(root));
        return reference == Reference(reference) && File.ReadAllText(SchemaFile(root)) == SchemaWriter.Document(JobShapes.Root);
    }

    private static string SchemaFile(string root) => Path.Combine(root, "schema", "millrace-job.schema.json");

    private static string ReferenceFile(string root) => Path.Combine(root, "docs", "job-file.md");

    private static string Reference(string text)
    {
        var end = text.IndexOf(Mark, StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]) + Mark + "\n" + JobFileReference.Document(JobShapes.Root);
    }
}
