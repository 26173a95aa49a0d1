namespace Millrace.Spark;

/// <summary>The version of this assembly, as it stands in manifests and is compared between driver and executors.</summary>
public static class ProductInfo
{
    /// <summary>The version in the form major.minor.patch.</summary>
    public static string Version { get; } = typeof(ProductInfo).Assembly.GetName().Version!.ToString(3);
}
