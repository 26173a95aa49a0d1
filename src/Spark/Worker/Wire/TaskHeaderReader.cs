using System.Buffers.Binary;

namespace Millrace.Spark.Worker.Wire;

/// <summary>
/// Reads the header of one task, from Spark 4.0 to 4.3. Field order and the marks that tell the layouts apart: see
/// docs/worker-protocol.md. Not thread-safe.
/// </summary>
internal static class TaskHeaderReader
{
    private const int PlainCpusOffset = 21;
    private const int LongestPeek = PlainCpusOffset + 4;
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoResources = new Dictionary<string, IReadOnlyList<string>>();
    private static readonly IReadOnlyDictionary<string, string> NoProperties = new Dictionary<string, string>();

    /// <summary>The header, or null where the connection ended before it began, which is how Spark lets an idle worker go.</summary>
    /// <param name="connection">The connection, at the first byte of a header.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="WorkerProtocolException">The bytes are not a header that this worker serves.</exception>
    public static TaskHeader? Read(PeekStream connection, WorkerOptions options)
    {
        var live = new WireReader(connection, options.MaxHeaderBytes);
        if (live.ReadInt32OrEnd() is not { } first)
        {
            return null;
        }

        if (first == SpecialLength.StartOfInitMessage)
        {
            return ReadFramed(live, options);
        }

        var version = live.ReadUtf();
        var family = Recognise(connection.Peek(LongestPeek));
        return ReadFields(live, family, first, version);
    }

    private static TaskHeader ReadFramed(WireReader live, WorkerOptions options)
    {
        using var frame = new MemoryStream(live.ReadExactly(live.ReadLength("header")), writable: false);
        var reader = new WireReader(frame, options.MaxHeaderBytes);
        var header = ReadFields(reader, ProtocolFamily.Spark43, reader.ReadInt32(), reader.ReadUtf());
        return frame.Position == frame.Length
            ? header
            : throw new WorkerProtocolException($"{frame.Length - frame.Position} bytes are left over in the header");
    }

    // What follows the version text: a JSON string in 4.2; else a flag, and if it is 0, either 4.1's stage and counts with the
    // number of processors at a fixed place, or 4.0's empty barrier endpoint, which puts zeros there.
    private static ProtocolFamily Recognise(ReadOnlySpan<byte> ahead)
    {
        if (ahead.Length < LongestPeek)
        {
            throw new WorkerProtocolException("the stream ended inside the header");
        }

        if (ahead[4] == '{' && ahead[5] == '"')
        {
            return ProtocolFamily.Spark42;
        }

        return ahead[0] == 1 || BinaryPrimitives.ReadInt32BigEndian(ahead[PlainCpusOffset..]) > 0
            ? ProtocolFamily.Spark41
            : ProtocolFamily.Spark40;
    }

    private static TaskHeader ReadFields(WireReader reader, ProtocolFamily family, int partition, string version)
    {
        var header = new TaskHeader
        {
            Family = family,
            PartitionId = partition >= 0 ? partition : throw new WorkerProtocolException($"partition {partition} cannot be"),
            DriverVersion = version,
            StageId = 0,
            AttemptNumber = 0,
            TaskAttemptId = 0,
            Cpus = 1,
            Resources = NoResources,
            LocalProperties = NoProperties,
            FilesFolder = "",
            EvalType = EvalType.MapInArrow,
            RunnerSettings = NoProperties,
            Functions = [],
        };
        header = family >= ProtocolFamily.Spark42 ? TaskContextJson.Apply(header, reader.ReadUtf()) : ReadBinaryContext(reader, family, header);
        header = header with { FilesFolder = reader.ReadUtf() };
        SkipIncludesAndBroadcasts(reader);
        header = header with { EvalType = ReadEvalType(reader), RunnerSettings = reader.ReadPairs("runner settings") };
        if (family >= ProtocolFamily.Spark42)
        {
            _ = reader.ReadPairs("evaluation settings");
        }

        var profiled = family < ProtocolFamily.Spark42 && reader.ReadBool();
        if (profiled)
        {
            _ = reader.ReadUtf();
        }

        var hasIds = profiled || family >= ProtocolFamily.Spark42;
        return header with { Functions = ReadFunctions(reader, HasNames(family, header.EvalType), hasIds) };
    }

    private static TaskHeader ReadBinaryContext(WireReader reader, ProtocolFamily family, TaskHeader header)
    {
        var isBarrier = reader.ReadBool();
        BarrierEndpoint? endpoint = null;
        if (isBarrier || family == ProtocolFamily.Spark40)
        {
            var port = reader.ReadInt32();
            var text = reader.ReadUtf();
            endpoint = port == -1 ? new BarrierEndpoint(0, text, null) : new BarrierEndpoint(port, null, text);
        }

        return header with
        {
            Barrier = isBarrier ? endpoint : null,
            StageId = reader.ReadInt32(),
            PartitionId = reader.ReadInt32(),
            AttemptNumber = reader.ReadInt32(),
            TaskAttemptId = reader.ReadInt64(),
            Cpus = reader.ReadInt32(),
            Resources = ReadResources(reader),
            LocalProperties = reader.ReadPairs("local properties"),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadResources(WireReader reader)
    {
        var resources = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var left = reader.ReadCount("resources", leastBytes: 12); left > 0; left--)
        {
            var key = reader.ReadUtf();
            _ = reader.ReadUtf();
            var addresses = new List<string>();
            for (var more = reader.ReadCount("addresses", leastBytes: 4); more > 0; more--)
            {
                addresses.Add(reader.ReadUtf());
            }

            resources[key] = addresses;
        }

        return resources;
    }

    private static void SkipIncludesAndBroadcasts(WireReader reader)
    {
        for (var left = reader.ReadCount("includes", leastBytes: 4); left > 0; left--)
        {
            _ = reader.ReadUtf();
        }

        if (reader.ReadBool() || reader.ReadInt32() != 0)
        {
            throw new WorkerProtocolException("broadcast variables came; Spark Connect sends none and this worker takes none");
        }
    }

    private static EvalType ReadEvalType(WireReader reader)
    {
        var type = (EvalType)reader.ReadInt32();
        return Enum.IsDefined(type)
            ? type
            : throw new WorkerProtocolException($"evaluation type {(int)type} is not one that this worker serves; PySpark functions need PySpark's own worker");
    }

    // Before 4.2 a map over batches or groups does not say after each position whether an argument has a name.
    private static bool HasNames(ProtocolFamily family, EvalType type) =>
        family >= ProtocolFamily.Spark42 || type is not (EvalType.MapInArrow or EvalType.GroupedMapArrow);

    private static List<WorkerFunction> ReadFunctions(WireReader reader, bool hasNames, bool hasIds)
    {
        var functions = new List<WorkerFunction>();
        for (var left = reader.ReadCount("functions", leastBytes: 8); left > 0; left--)
        {
            var offsets = new List<int>();
            for (var more = reader.ReadCount("arguments", leastBytes: 4); more > 0; more--)
            {
                offsets.Add(reader.ReadInt32());
                if (hasNames && reader.ReadBool())
                {
                    _ = reader.ReadUtf();
                }
            }

            var commands = new List<byte[]>();
            for (var more = reader.ReadCount("commands", leastBytes: 4); more > 0; more--)
            {
                commands.Add(reader.ReadBytes());
            }

            if (commands.Count == 0)
            {
                throw new WorkerProtocolException("a function without a command came");
            }

            if (hasIds)
            {
                _ = reader.ReadInt64();
            }

            functions.Add(new WorkerFunction(offsets, commands));
        }

        return functions.Count > 0 ? functions : throw new WorkerProtocolException("the header names no function");
    }
}
