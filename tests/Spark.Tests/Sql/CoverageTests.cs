using System.Reflection;
using Millrace.Spark.Sql;

namespace Millrace.Spark.Tests.Sql;

/// <summary>The members that docs/spark-api-coverage.md counts as present are public members.</summary>
public class CoverageTests
{
    [Fact]
    public void Members_counted_as_present_are_there()
    {
        using Stream list = typeof(CoverageTests).Assembly.GetManifestResourceStream("microsoft-members.txt")!;
        using var reader = new StreamReader(list);
        var missing = new List<string>();
        int count = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split(' ') is not [var type, var member])
            {
                continue;
            }

            count++;
            Type? found = typeof(DataFrame).Assembly.GetType("Millrace.Spark.Sql." + type);
            bool there = found is not null && (found.Name == member || found.GetMember(
                member, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy).Length > 0);
            if (!there)
            {
                missing.Add(line);
            }
        }

        Assert.True(count > 450, $"only {count} names were read");
        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }
}
