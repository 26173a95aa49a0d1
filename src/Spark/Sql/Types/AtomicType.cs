namespace Millrace.Spark.Sql.Types;

/// <summary>A type without parts.</summary>
public abstract class AtomicType : DataType
{
    private protected AtomicType()
    {
    }
}
