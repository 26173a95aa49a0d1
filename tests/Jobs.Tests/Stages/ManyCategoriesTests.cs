namespace Millrace.Jobs.Tests.Stages;

/// <summary>A vocabulary out of more categories than fit in memory is exact: it is that of all training rows.</summary>
public class ManyCategoriesTests
{
    [Theory]
    [InlineData("embedding")]
    [InlineData("one_hot")]
    public async Task The_vocabulary_is_that_of_all_training_rows(string step)
    {
        using var sandbox = ManyCategories.Sandbox(step);

        Assert.True(await sandbox.RunAsync("run", "--readers", "2") == 0, sandbox.Error);

        Assert.Equal(ManyCategories.Expected(), ManyCategories.Vocabulary(sandbox, "run"));
        Assert.False(Directory.Exists(sandbox.Folder.At("run", "work", "categories")), "the counts are left over");
    }

    [Fact]
    public async Task Readers_and_files_do_not_change_a_byte()
    {
        using var sandbox = ManyCategories.Sandbox();
        Assert.Equal(0, await sandbox.RunAsync("one", "--readers", "1"));
        Assert.Equal(0, await sandbox.RunAsync("two", "--readers", "3"));
        ManyCategories.CutOtherwise(sandbox);
        Assert.Equal(0, await sandbox.RunAsync("cut", "--readers", "2"));

        Assert.Equal(sandbox.ContentHashes("one"), sandbox.ContentHashes("two"));
        Assert.Equal(sandbox.ContentHashes("one"), sandbox.ContentHashes("cut"));
        Assert.Equal(File.ReadAllBytes(sandbox.Folder.At("one", "features.json")), File.ReadAllBytes(sandbox.Folder.At("cut", "features.json")));
    }
}
