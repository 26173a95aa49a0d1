namespace Millrace.Jobs.Baselines;

/// <summary>Names of the columns of feature files.</summary>
internal static class FeatureColumns
{
    /// <summary>Upper half of the row id, int64.</summary>
    public const string IdHi = "id_hi";

    /// <summary>Lower half of the row id, int64.</summary>
    public const string IdLo = "id_lo";

    /// <summary>Float features, fixed-size list of float32; absent where there are none.</summary>
    public const string Floats = "x";

    /// <summary>Category indices, fixed-size list of int32; absent where there are none.</summary>
    public const string Categories = "c";

    /// <summary>Labels, fixed-size list of float32.</summary>
    public const string Labels = "y";

    /// <summary>Weight, float32.</summary>
    public const string Weight = "w";
}
