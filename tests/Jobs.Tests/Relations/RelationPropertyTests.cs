using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Tests.Relations;

public class RelationPropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_steps_over_random_tables_give_what_looking_at_every_pair_gives(int seed)
    {
        var random = new RandomRelation(seed);
        using var run = new RelationRun();
        run.Folder.Parquet("rows.parquet", random.RowsSql);
        run.Folder.Parquet("other.parquet", random.OtherSql);

        // What is later than the label's time would stop the run: a fault of its own, with tests of its own.
        var job = random.Job with { Relation = random.Job.Relation! with { Time = null, Steps = [.. random.Job.Relation.Steps.Select(WithTime)] } };
        await run.RunAsync(job);

        var tables = new Dictionary<string, ReferenceTable>
        {
            ["rows"] = ReferenceTable.Read(run.Folder.At("run", "clean", "*.parquet")),
            ["other"] = ReferenceTable.Read(run.Folder.At("run", "inputs", "other", "clean", "*.parquet")),
        };
        foreach (var step in job.Relation!.Steps)
        {
            var with = step switch { JoinStep join => join.With, AsOfStep asOf => asOf.With, WindowStep window => window.With, _ => null };
            tables[step.Into ?? step.Of] = ReferenceRelation.Apply(step, tables[step.Of], tables[with ?? step.Of], "t");
        }

        var expected = tables["rows"];
        IReadOnlyList<string> columns = [.. RelationPlan.ContractOf(job).Columns.Select(column => column.Name)];
        if (expected.Rows.Count > 0)
        {
            Assert.Equal(expected.Lines(columns), run.Table().Lines(columns));
        }
        else
        {
            Assert.Empty(Directory.GetFiles(run.Folder.At("run", "table")));
        }
    }

    /// <summary>The step with the time that it would take from the relation.</summary>
    internal static RelationStep WithTime(RelationStep step) => step switch
    {
        AsOfStep asOf => asOf with { Time = "t" },
        WindowStep window => window with { Time = "t" },
        _ => step,
    };
}
