using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

public class TaskHeaderReaderTests
{
    [Theory]
    [InlineData("4.0.5", "a", ProtocolFamily.Spark40)]
    [InlineData("4.0.5", "b", ProtocolFamily.Spark40)]
    [InlineData("4.1.4", "a", ProtocolFamily.Spark41)]
    [InlineData("4.1.4", "c", ProtocolFamily.Spark41)]
    [InlineData("4.1.4", "p_prof", ProtocolFamily.Spark41)]
    [InlineData("4.2.1", "a", ProtocolFamily.Spark42)]
    [InlineData("4.2.1", "c", ProtocolFamily.Spark42)]
    [InlineData("4.3.0", "a", ProtocolFamily.Spark43)]
    [InlineData("4.3.0", "c", ProtocolFamily.Spark43)]
    public void Recorded_headers_are_read_to_their_last_byte(string version, string recorded, object family)
    {
        using var conversation = Recording.Open(version, recorded);
        var stream = new PeekStream(conversation, 64 << 10);
        _ = new WireReader(stream, 1024).ReadUtf();

        var header = TaskHeaderReader.Read(stream, new WorkerOptions());

        Assert.NotNull(header);
        Assert.Equal((ProtocolFamily)family, header.Family);
        Assert.Equal("3.11", header.DriverVersion);
        Assert.Equal(EvalType.MapInArrow, header.EvalType);
        Assert.Equal(recorded == "c", header.Barrier is not null);
        Assert.True(header.LocalProperties.Count > 10);
        Assert.NotEmpty(Assert.Single(Assert.Single(header.Functions).Commands));
        // What follows is an Arrow stream: its continuation mark.
        Assert.Equal(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, stream.Peek(4).ToArray());
    }

    [Fact]
    public void A_connection_that_ends_before_a_header_is_no_fault()
    {
        Assert.Null(TaskHeaderReader.Read(new PeekStream(new MemoryStream(), 64 << 10), new WorkerOptions()));
    }

    [Fact]
    public void A_false_length_is_refused_before_it_is_believed()
    {
        byte[] header = [0xFF, 0xFF, 0xFF, 0xF8, 0x7F, 0xFF, 0xFF, 0xFF];
        var refused = Assert.Throws<WorkerProtocolException>(() =>
            TaskHeaderReader.Read(new PeekStream(new MemoryStream(header), 64 << 10), new WorkerOptions()));
        Assert.Contains("2147483647", refused.Message, StringComparison.Ordinal);
    }
}
