namespace Millrace.Jobs.Tests;

public class AssemblyTests
{
    [Fact]
    public void Assembly_carries_the_product_version() =>
        Assert.Equal(new Version(0, 1, 0, 0), typeof(Millrace.Jobs.ProductInfo).Assembly.GetName().Version);
}
