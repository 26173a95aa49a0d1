using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>
/// Functions written in place. They run in executors, so they are lambdas that capture nothing, or static methods of the application's entry assembly that are
/// marked with <see cref="Worker.ExecutorFunctionAttribute"/>; only their place travels. A null in an argument whose C# type holds no null gives null.
/// </content>
public static partial class Functions
{
    /// <summary>A function of no column, as a column.</summary>
    /// <exception cref="Worker.Commands.CommandRefusedException">It captures something, or has a type in its signature that no column has.</exception>
    public static Func<Column> Udf<TResult>(Func<TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return () => call([]);
    }

    /// <summary>A function of one column, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column> Udf<T, TResult>(Func<T, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return a => call([a]);
    }

    /// <summary>A function of two columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column> Udf<T1, T2, TResult>(Func<T1, T2, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b) => call([a, b]);
    }

    /// <summary>A function of three columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column> Udf<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c) => call([a, b, c]);
    }

    /// <summary>A function of four columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c, d) => call([a, b, c, d]);
    }

    /// <summary>A function of five columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c, d, e) => call([a, b, c, d, e]);
    }

    /// <summary>A function of six columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c, d, e, f) => call([a, b, c, d, e, f]);
    }

    /// <summary>A function of seven columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c, d, e, f, g) => call([a, b, c, d, e, f, g]);
    }

    /// <summary>A function of eight columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c, d, e, f, g, h) => call([a, b, c, d, e, f, g, h]);
    }

    /// <summary>A function of nine columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c, d, e, f, g, h, i) => call([a, b, c, d, e, f, g, h, i]);
    }

    /// <summary>A function of ten columns, as a column.</summary>
    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> udf)
    {
        Func<Column[], Column> call = InPlace(udf, null);
        return (a, b, c, d, e, f, g, h, i, j) => call([a, b, c, d, e, f, g, h, i, j]);
    }

    /// <summary>A function that gives rows, of no column, as a column.</summary>
    /// <exception cref="Worker.Commands.CommandRefusedException">It captures something, or has a type in its signature that no column has.</exception>
    public static Func<Column> Udf(Func<Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return () => call([]);
    }

    /// <summary>A function that gives rows, of one column, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column> Udf<T>(Func<T, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return a => call([a]);
    }

    /// <summary>A function that gives rows, of two columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column> Udf<T1, T2>(Func<T1, T2, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b) => call([a, b]);
    }

    /// <summary>A function that gives rows, of three columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column> Udf<T1, T2, T3>(Func<T1, T2, T3, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c) => call([a, b, c]);
    }

    /// <summary>A function that gives rows, of four columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c, d) => call([a, b, c, d]);
    }

    /// <summary>A function that gives rows, of five columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5>(Func<T1, T2, T3, T4, T5, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c, d, e) => call([a, b, c, d, e]);
    }

    /// <summary>A function that gives rows, of six columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6>(Func<T1, T2, T3, T4, T5, T6, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c, d, e, f) => call([a, b, c, d, e, f]);
    }

    /// <summary>A function that gives rows, of seven columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7>(Func<T1, T2, T3, T4, T5, T6, T7, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c, d, e, f, g) => call([a, b, c, d, e, f, g]);
    }

    /// <summary>A function that gives rows, of eight columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8>(Func<T1, T2, T3, T4, T5, T6, T7, T8, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c, d, e, f, g, h) => call([a, b, c, d, e, f, g, h]);
    }

    /// <summary>A function that gives rows, of nine columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c, d, e, f, g, h, i) => call([a, b, c, d, e, f, g, h, i]);
    }

    /// <summary>A function that gives rows, of ten columns, as a column.</summary>
    /// <inheritdoc cref="Udf(Func{Row}, StructType)"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, Row> udf, StructType returnType)
    {
        Func<Column[], Column> call = InPlace(udf, returnType);
        return (a, b, c, d, e, f, g, h, i, j) => call([a, b, c, d, e, f, g, h, i, j]);
    }

    private static Func<Column[], Column> InPlace(Delegate function, DataType? output)
    {
        ExecutorFunction made = ExecutorFunctions.InPlace(function, output);
        return arguments => ExecutorPlans.Column(made, ExecutorPlans.Scalar, arguments);
    }
}
