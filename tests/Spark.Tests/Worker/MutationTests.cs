using System.Buffers.Binary;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Isolation;
using Millrace.Spark.Worker.Memory;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Recorded tasks with bytes changed, cut, doubled and false lengths put in: each ends its own task with a typed failure, in bounded time and memory, and nothing else.</summary>
public class MutationTests
{
    private const long MostAllocatedBytes = 64L << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);
    private static readonly int[] FalseNumbers = [int.MaxValue, int.MinValue, -1, 0, 1, 0xFFFF, 1 << 20, -2, -8, 0x7FFF_0000];

    [Fact]
    public Task Two_thousand_mutated_recordings_do_no_harm() => MutateAsync(2_000, seed: 20_261);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public Task A_hundred_thousand_mutated_recordings_do_no_harm() => MutateAsync(100_000, seed: 7);

    private static async Task MutateAsync(int inputs, int seed)
    {
        List<byte[]> tasks = Tasks();
        var random = new Random(seed);
        var options = new WorkerOptions { MaxHeaderBytes = 1 << 20, MaxBatchBytes = 4 << 20 };
        using var memory = new ProcessMemory(fixedBytes: null, NullLogger.Instance);
        using var log = new AssignmentLog(folder: null, session: null);
        var runner = new TaskRunner(WorkerPeer.Code, log, memory, options, SpecialLength.EndOfStream);
        var (refused, failed, fine) = (0, 0, 0);
        for (int input = 0; input < inputs; input++)
        {
            byte[] bytes = Mutate(tasks[random.Next(tasks.Count)], random);
            long before = GC.GetTotalAllocatedBytes();
            switch (await RunAsync(runner, bytes, options).WaitAsync(MostTime, TestContext.Current.CancellationToken))
            {
                case null:
                    refused++;
                    break;
                case false:
                    failed++;
                    break;
                default:
                    fine++;
                    break;
            }

            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MostAllocatedBytes);
        }

        // The mutations must reach all depths: headers that are refused, tasks that fail, and changes that do not matter.
        Assert.True(refused > inputs / 20 && failed > inputs / 20 && fine > 0, $"{refused} refused, {failed} failed, {fine} fine");
    }

    // Null: refused before a task began, as the connection refuses it. False: the task told a failure. True: it ran.
    private static async Task<bool?> RunAsync(TaskRunner runner, byte[] bytes, WorkerOptions options)
    {
        await Task.Yield();
        var stream = new PeekStream(new MemoryStream(bytes, writable: false), 64 << 10);
        try
        {
            if (TaskHeaderReader.Read(stream, options) is not { } header)
            {
                return null;
            }

            using var life = new TaskLife(CancellationToken.None);
            using var answer = new MemoryStream();
            bool reused = await runner.RunAsync(header, Assignment.Of(header), stream, new WireWriter(answer), life);
            if (!reused)
            {
                answer.Position = 0;
                Assert.NotNull(WorkerAnswer.Read(answer, header.EvalType is EvalType.MapInArrow or EvalType.GroupedMapArrow).Failure);
            }

            return reused;
        }
        catch (WorkerProtocolException)
        {
            return null;
        }
    }

    private static List<byte[]> Tasks()
    {
        var tasks = new List<byte[]>();
        foreach (RecordedConnection recorded in Recording.All().Where(static one => one is { Daemon: true, Unix: false }))
        {
            using FileStream file = File.OpenRead(recorded.File);
            var stream = new PeekStream(file, 1 << 20);
            _ = new WireReader(stream, 1024).ReadUtf();
            try
            {
                while (RecordedTask.Read(stream) is { } task)
                {
                    tasks.Add([.. task.Header, .. task.Data]);
                }
            }
            catch (WorkerProtocolException)
            {
                // A recording that was cut, or of an evaluation type that is not served: used as it is.
                tasks.Add(File.ReadAllBytes(recorded.File)[68..]);
            }
        }

        return tasks;
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var changed = (byte[])bytes.Clone();
        for (int times = random.Next(1, 4); times > 0 && changed.Length > 8; times--)
        {
            // Half of the changes hit the part that differs from task to task least often: the ends.
            int at = random.Next(3) == 0 ? random.Next(Math.Min(200, changed.Length - 4)) : random.Next(changed.Length - 4);
            switch (random.Next(6))
            {
                case 0:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(at), FalseNumbers[random.Next(FalseNumbers.Length)]);
                    break;
                case 3:
                    BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), FalseNumbers[random.Next(FalseNumbers.Length)]);
                    break;
                case 4:
                    changed = changed[..at];
                    break;
                default:
                    changed = [.. changed[..at], .. changed[random.Next(at + 1)..]];
                    break;
            }
        }

        return changed;
    }
}
