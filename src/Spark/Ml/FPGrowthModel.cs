using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>Sets and rules found by <see cref="FPGrowth"/>.</summary>
public sealed class FPGrowthModel : MlModel
{
    internal FPGrowthModel(SparkSession session, string id)
        : base(session, id)
    {
    }

    /// <summary>The frequent sets: <c>items</c>, <c>freq</c>.</summary>
    public DataFrame FrequentItemsets() => MlOperators.Table(Session, Id, "freqItemsets");

    /// <summary>The rules: <c>antecedent</c>, <c>consequent</c>, <c>confidence</c>, <c>lift</c>, <c>support</c>.</summary>
    public DataFrame AssociationRules() => MlOperators.Table(Session, Id, "associationRules");
}
