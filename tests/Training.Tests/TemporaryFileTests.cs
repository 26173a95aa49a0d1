using Millrace.Training.Lanes;

namespace Millrace.Training.Tests;

/// <summary>What cannot be written whole leaves nothing behind: the disk that refused it is full already.</summary>
public sealed class TemporaryFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-temporary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_lane_that_the_disk_refuses_leaves_no_file()
    {
        var header = new SpoolHeader { Run = "run", FeatureHash = "features", Lane = 0, Lanes = 1, Rows = 1, Layout = new RowLayout { Features = 1, Labels = 1 } };

        await Assert.ThrowsAsync<IOException>(() => SpoolFile.WriteAsync(
            Path.Combine(_folder, "lane"),
            Path.Combine(_folder, "lane.tmp"),
            header,
            append =>
            {
                append(new byte[header.Layout.RecordBytes], 1);
                throw new IOException("No space left on device");
            }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_cannot_have_its_name_leaves_no_temporary_one()
    {
        var taken = Directory.CreateDirectory(Path.Combine(_folder, "taken")).FullName;
        Assert.ThrowsAny<Exception>(() => TemporaryFile.Write(taken, stream => stream.WriteByte(1)));
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }
}
