using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using Millrace.Training.Checkpoints;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Checkpoints;

/// <summary>A manifest or header that holds nonsense, though its checksum is right, and what becomes of damaged checkpoints.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private static readonly ParameterLayout Layout = Network.Build(TrainingCase.Plan.Network, TrainingCase.Plan.Input, TrainingCase.Plan.Targets).Layout;
    private static readonly CheckpointIdentity Identity = new(TrainingCase.Plan.Hash, Layout, "rows");
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Manifests => ["beyond 64 bits", "beyond the file", "not whole", "twice", "unknown", "missing", "null part", "null name", "no checksum", "null parts", "nothing"];

    public static TheoryData<string> Headers => ["null", "progress", "plan_hash", "parameters", "parameter", "epoch", "inner"];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_manifest_of_nonsense_falls_back_to_the_checkpoint_before(string fault)
    {
        var path = Write(200);
        Rewrite(path, manifest =>
        {
            var parts = manifest["parts"]!.AsArray();
            var first = parts[1]!.AsObject();
            switch (fault)
            {
                case "beyond 64 bits": (first["offset"], first["bytes"]) = (8, long.MaxValue); break;
                case "beyond the file": first["bytes"] = first["bytes"]!.GetValue<long>() * 100; break;
                case "not whole": first["bytes"] = first["bytes"]!.GetValue<long>() - 1; break;
                case "twice": parts.Add(first.DeepClone()); break;
                case "unknown": first["name"] = "weights"; break;
                case "missing": parts.RemoveAt(3); break;
                case "null part": parts[2] = null; break;
                case "null name": first["name"] = null; break;
                case "no checksum": Assert.True(first.Remove("xx_hash128")); break;
                case "null parts": manifest["parts"] = null; break;
                case "nothing": return null;
            }

            return manifest;
        });
        AssertFallsBack();
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_with_nothing_where_something_has_to_be_falls_back_to_the_checkpoint_before(string member)
    {
        var header = JsonNode.Parse(CheckpointImage.HeaderBytes(Identity.Header(new StateProgress { Step = 200 })))!.AsObject();
        switch (member)
        {
            case "parameter": header["parameters"]![1] = null; break;
            case "epoch": header["progress"]!["history"] = new JsonArray([null]); break;
            case "inner": header["progress"]!["inner"] = new JsonArray([null]); break;
            case "null": break;
            default: header[member] = null; break;
        }

        WriteImage(member == "null" ? "null" : header.ToJsonString());
        AssertFallsBack();
    }

    [Fact]
    public void A_short_hash_of_a_plan_is_another_plan()
    {
        var header = Identity.Header(new StateProgress { Step = 200 }) with { PlanHash = "ab" };
        WriteImage(Encoding.UTF8.GetString(CheckpointImage.HeaderBytes(header)));
        var failure = Assert.Throws<CheckpointException>(() => new CheckpointStore(_folder, Identity).LoadNewest([]));
        Assert.Contains("belongs to another plan (ab,", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checkpoint_gone_on_from_outlives_the_damaged_one_before_it()
    {
        Write(5_000);
        var damaged = Write(6_000);
        var bytes = File.ReadAllBytes(damaged);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        File.WriteAllText(CheckpointFolder.PathOf(_folder, 7_000) + ".tmp", "a write that was cut off");
        var store = new CheckpointStore(_folder, Identity);
        Assert.Equal(5_000, store.LoadNewest([], owns: false)!.Progress.Step);
        Assert.True(File.Exists(damaged));
        var notes = new List<string>();
        Assert.Equal(5_000, store.LoadNewest(notes)!.Progress.Step);
        Assert.EndsWith("it is now " + Path.GetFileName(damaged) + ".damaged", Assert.Single(notes), StringComparison.Ordinal);
        Write(5_100);
        Assert.Equal([CheckpointFolder.PathOf(_folder, 5_100), CheckpointFolder.PathOf(_folder, 5_000)], store.Files());
        Assert.Equal(bytes, File.ReadAllBytes(damaged + ".damaged"));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Of_damaged_checkpoints_the_newest_two_are_kept()
    {
        for (var step = 1; step <= 4; step++)
        {
            Assert.NotNull(CheckpointFolder.SetAside(Write(step)));
        }

        Assert.Null(CheckpointFolder.SetAside(CheckpointFolder.PathOf(_folder, 4)));
        Write(5);
        Assert.Equal([3L, 4L], Directory.GetFiles(_folder, "*.damaged").Order(StringComparer.Ordinal).Select(file => long.Parse(Path.GetFileName(file)[5..20])));
    }

    private void AssertFallsBack()
    {
        Write(100);
        var notes = new List<string>();
        Assert.Equal(100, new CheckpointStore(_folder, Identity).LoadNewest(notes)!.Progress.Step);
        Assert.Single(notes);
        Assert.True(File.Exists(CheckpointFolder.PathOf(_folder, 200) + ".damaged"));
    }

    private string Write(long step) => new CheckpointStore(_folder, Identity).Write(State(step));

    private void WriteImage(string header)
    {
        using var stream = File.Create(CheckpointFolder.PathOf(_folder, 200));
        new CheckpointImage(Encoding.UTF8.GetBytes(header), State(200).Sections).WriteTo(stream);
    }

    private static TrainingState State(long step) => new()
    {
        Parameters = new float[Layout.Count],
        First = new float[Layout.Count],
        Second = new float[Layout.Count],
        Averages = new float[Layout.Count],
        Best = new float[Layout.Count],
        Progress = new StateProgress { Step = step },
    };

    /// <summary>Another manifest in the place of a checkpoint's own, with a checksum that is right.</summary>
    private static void Rewrite(string path, Func<JsonObject, JsonObject?> change)
    {
        var bytes = File.ReadAllBytes(path);
        var tail = bytes.AsSpan(^CheckpointImage.TailBytes..);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        var start = bytes.Length - CheckpointImage.TailBytes - length;
        var manifest = Encoding.UTF8.GetBytes(change(JsonNode.Parse(bytes.AsSpan(start, length))!.AsObject())?.ToJsonString() ?? "null");
        BinaryPrimitives.WriteInt32LittleEndian(tail, manifest.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(tail[4..], XxHash3.HashToUInt64(manifest));
        File.WriteAllBytes(path, [.. bytes.AsSpan(0, start), .. manifest, .. tail]);
    }
}
