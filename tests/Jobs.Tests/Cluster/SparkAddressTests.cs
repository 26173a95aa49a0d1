using Millrace.Jobs.Cluster;

namespace Millrace.Jobs.Tests.Cluster;

public class SparkAddressTests
{
    [Theory]
    [InlineData("local", "local[1,4]")]
    [InlineData("local[2]", "local[2,4]")]
    [InlineData("local[*,1]", "local[*,1]")]
    [InlineData("local-cluster[2,1,1024]", "local-cluster[2,1,1024]")]
    [InlineData("spark://master:7077", "spark://master:7077")]
    public void A_master_that_is_started_is_known_by_its_form(string text, string master) => Assert.Equal(master, SparkAddress.Parse(text)!.Master);

    [Theory]
    [InlineData("local[]")]
    [InlineData("local[two]")]
    [InlineData("local[99999999999]")]
    [InlineData("local[٢]")]
    [InlineData("local-cluster[2,1]")]
    [InlineData("local-cluster[99999999999,1,1024]")]
    public void What_has_none_of_the_forms_or_no_possible_number_is_no_address(string text) => Assert.Null(SparkAddress.Parse(text));
}
