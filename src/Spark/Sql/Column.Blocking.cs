namespace Millrace.Spark.Sql;

/// <content>Members that print.</content>
public sealed partial class Column
{
    /// <summary>Prints the expression; Connect's client knows no more of it, so extended prints the same.</summary>
    public void Explain(bool extended) => Console.WriteLine(ToString());
}
