using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Google.Protobuf;
using Millrace.Spark.Connect;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.WorkerApp;

namespace Millrace.Spark.Tests.Worker;

/// <summary>C# operators inside the executors of a real Spark.</summary>
public class RealSparkTests(SparkFixture spark)
{
    private static readonly Schema LongColumn = new([new Field("id", Int64Type.Default, true)], null);
    private static readonly Schema TextColumn = new([new Field("told", StringType.Default, true)], null);

    [Fact]
    public async Task Rows_go_through_an_operator_unchanged()
    {
        var batches = await RunAsync("identity", "null", LongColumn, "bigint", rows: 10_000, partitions: 4);
        Assert.Equal(10_000, batches.Sum(batch => batch.Length));
        Assert.Equal(49_995_000, batches.Sum(batch => ((Int64Array)batch.Column(0)).Values.ToArray().Sum()));
    }

    [Fact]
    public async Task What_an_operator_throws_reaches_the_driver_and_the_session_goes_on()
    {
        var failure = await Assert.ThrowsAnyAsync<SparkException>(() => RunAsync("fail", "null", LongColumn, "bigint", 10, 1));
        Assert.Contains("partition 0 does not like its data", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(10, (await RunAsync("identity", "null", LongColumn, "bigint", 10, 1)).Sum(batch => batch.Length));
    }

    [Fact]
    public async Task An_operator_need_not_read_all_of_its_input()
    {
        var batches = await RunAsync("first-batch-only", "null", LongColumn, "bigint", rows: 100_000, partitions: 1);
        Assert.InRange(batches.Sum(batch => batch.Length), 1, 99_999);
    }

    [Fact]
    public async Task A_worker_that_dies_ends_its_query_and_not_the_session()
    {
        var failure = await Assert.ThrowsAnyAsync<SparkException>(() => RunAsync("crash", "null", LongColumn, "bigint", 10, 1));
        Assert.Contains("crashed", failure.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(10, (await RunAsync("identity", "null", LongColumn, "bigint", 10, 1)).Sum(batch => batch.Length));
    }

    [Fact]
    public async Task Barrier_tasks_gather_each_others_messages()
    {
        var batches = await RunAsync("gather", "\"rank \"", TextColumn, "string", rows: 8, partitions: 2, barrier: true);
        var told = batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => ((StringArray)batch.Column(0)).GetString(row)));
        Assert.Equal(["rank 0,rank 1", "rank 0,rank 1"], told);
    }

    private async Task<List<RecordBatch>> RunAsync(
        string name, string settings, Schema output, string sparkType, long rows, int partitions, bool barrier = false)
    {
        var token = TestContext.Current.CancellationToken;
        await using var client = await spark.ClientAsync();
        await client.ConfigAsync(
            new Protos.ConfigRequest.Types.Operation
            {
                Set = new Protos.ConfigRequest.Types.Set
                {
                    Pairs = { new Protos.KeyValue { Key = "spark.sql.execution.pyspark.python", Value = Path.Combine(AppContext.BaseDirectory, "Millrace.Spark.WorkerApp") } },
                },
            },
            token);
        var command = new WorkerCommand
        {
            Format = WorkerCommand.CurrentFormat,
            Application = ApplicationIdentity.Of(typeof(TestOperators).Assembly),
            Operator = name,
            Settings = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(settings),
            OutputSchema = SchemaBytes(output),
        };
        var input = new Protos.Relation { Range = new Protos.Range { Start = 0, End = rows, Step = 1, NumPartitions = partitions } };
        var plan = new Protos.Plan
        {
            Root = new Protos.Relation
            {
                MapPartitions = new Protos.MapPartitions
                {
                    Input = input,
                    IsBarrier = barrier,
                    Func = new Protos.CommonInlineUserDefinedFunction
                    {
                        FunctionName = name,
                        Deterministic = false,
                        Arguments = { new Protos.Expression { UnresolvedAttribute = new Protos.Expression.Types.UnresolvedAttribute { UnparsedIdentifier = "id" } } },
                        PythonUdf = new Protos.PythonUDF
                        {
                            OutputType = new Protos.DataType { Unparsed = new Protos.DataType.Types.Unparsed { DataTypeString = $"{output.FieldsList[0].Name} {sparkType}" } },
                            EvalType = 207,
                            Command = ByteString.CopyFrom(command.ToBytes()),
                            PythonVer = WorkerCommand.DriverVersionPrefix + ProductInfo.Version,
                        },
                    },
                },
            },
        };
        await using var reader = new ResultReader(client, client.Execute(plan));
        var batches = new List<RecordBatch>();
        await foreach (var batch in reader.ReadBatchesAsync(token))
        {
            batches.Add(batch);
        }

        return batches;
    }

    private static byte[] SchemaBytes(Schema schema)
    {
        using var stream = new MemoryStream();
        using var writer = new ArrowStreamWriter(stream, schema);
        writer.WriteStart();
        writer.WriteEnd();
        return stream.ToArray();
    }
}
