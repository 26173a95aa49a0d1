using System.Text;

namespace Millrace.Jobs.Cluster;

/// <summary>Paths and names as Spark takes them.</summary>
internal static class SparkPath
{
    /// <summary>A local file as Spark reads it: characters that would make it a pattern are escaped.</summary>
    public static string Of(string fullPath)
    {
        var text = new StringBuilder();
        foreach (var c in fullPath)
        {
            if (c is '*' or '?' or '[' or ']' or '{' or '}' or '\\')
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>A column's name as one part of an expression.</summary>
    public static string Column(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
