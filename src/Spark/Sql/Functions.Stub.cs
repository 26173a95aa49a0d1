namespace Millrace.Spark.Sql;
public static partial class Functions
{
    /// <summary>x</summary>
    public static Column ToJson(Column c) => Sql.Column.Call("to_json", c);
    /// <summary>x</summary>
    public static Column Struct(params Column[] c) => Sql.Column.Call("struct", c);
    /// <summary>x</summary>
    public static Column Count(Column c) => Sql.Column.Call("count", c);
}
