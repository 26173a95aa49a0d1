namespace Millrace.Spark.Sql;

/// <summary>The names of joins, as Spark takes them.</summary>
internal static class JoinTypes
{
    public static Protos.Join.Types.JoinType Parse(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "inner" => Protos.Join.Types.JoinType.Inner,
        "outer" or "full" or "fullouter" => Protos.Join.Types.JoinType.FullOuter,
        "left" or "leftouter" => Protos.Join.Types.JoinType.LeftOuter,
        "right" or "rightouter" => Protos.Join.Types.JoinType.RightOuter,
        "leftsemi" or "semi" => Protos.Join.Types.JoinType.LeftSemi,
        "leftanti" or "anti" => Protos.Join.Types.JoinType.LeftAnti,
        "cross" => Protos.Join.Types.JoinType.Cross,
        _ => throw new ArgumentException($"There is no join type {name}: inner, outer, left, right, semi, anti or cross.", nameof(name)),
    };
}
