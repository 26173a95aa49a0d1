// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Environment.</content>
public static partial class Functions
{
    /// <summary>The current catalog.</summary>
    public static Column CurrentCatalog() =>
        Call("current_catalog", []);

    /// <summary>The current database.</summary>
    public static Column CurrentDatabase() =>
        Call("current_database", []);

    /// <summary>The current database.</summary>
    public static Column CurrentSchema() =>
        Call("current_schema", []);

    /// <summary>The current user.</summary>
    public static Column CurrentUser() =>
        Call("current_user", []);

    /// <summary>The length of the part of a file that is read, bytes.</summary>
    public static Column InputFileBlockLength() =>
        Call("input_file_block_length", []);

    /// <summary>Where the part of a file that is read begins, bytes.</summary>
    public static Column InputFileBlockStart() =>
        Call("input_file_block_start", []);

    /// <summary>The file that is read.</summary>
    public static Column InputFileName() =>
        Call("input_file_name", []);

    /// <summary>A static method of a Java class, by names, with arguments.</summary>
    public static Column JavaMethod(params Column[] columns) =>
        Call("java_method", [.. columns]);

    /// <summary>A number that grows within each partition and is unique.</summary>
    public static Column MonotonicallyIncreasingId() =>
        Call("monotonically_increasing_id", []);

    /// <summary>A static method of a Java class, by names, with arguments.</summary>
    public static Column Reflect(params Column[] columns) =>
        Call("reflect", [.. columns]);

    /// <summary>The user of the session.</summary>
    public static Column SessionUser() =>
        Call("session_user", []);

    /// <summary>The number of the partition.</summary>
    public static Column SparkPartitionId() =>
        Call("spark_partition_id", []);

    /// <summary>A static method of a Java class; null where it fails.</summary>
    public static Column TryReflect(params Column[] columns) =>
        Call("try_reflect", [.. columns]);

    /// <summary>The current user.</summary>
    public static Column User() =>
        Call("user", []);

    /// <summary>A random UUID for each row, as text.</summary>
    public static Column Uuid() =>
        Call("uuid", []);

    /// <summary>Spark's version.</summary>
    public static Column Version() =>
        Call("version", []);
}
