namespace Millrace.Features.Tests;

public class AssemblyTests
{
    [Fact]
    public void Assembly_carries_the_product_version() =>
        Assert.Equal(new Version(0, 1, 0, 0), typeof(Millrace.Features.ProductInfo).Assembly.GetName().Version);
}
