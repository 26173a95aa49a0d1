namespace Millrace.Jobs;

/// <summary>The version of this assembly, as it stands in manifests and is compared between driver and executors.</summary>
public static class ProductInfo
{
    /// <summary>The version in the form major.minor.patch.</summary>
    public static string Version { get; } = typeof(ProductInfo).Assembly.GetName().Version!.ToString(3);

    /// <summary>Which build this is: the module ids of the assemblies that decide what a stage makes. Equal sources built in one place give equal ids.</summary>
    internal static string Build { get; } = string.Join(
        '.', new[] { typeof(Features.ProductInfo), typeof(Training.ProductInfo), typeof(ProductInfo) }.Select(type => type.Module.ModuleVersionId.ToString("N")));
}
