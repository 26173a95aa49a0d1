using Apache.Arrow;

namespace Millrace.Spark.Sql;

/// <summary>
/// Functions over whole Arrow arrays, written in place; the same rules as for <c>Functions.Udf</c>. Arrays of numbers, booleans, text, bytes, dates and timestamps.
/// </summary>
public static class ArrowFunctions
{
    /// <summary>A function of one column, as a column.</summary>
    /// <exception cref="Worker.Commands.CommandRefusedException">It captures something, or takes or gives an array of another type.</exception>
    public static Func<Column, Column> VectorUdf<T, TResult>(Func<T, TResult> udf)
        where T : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return a => call([a]);
    }

    /// <summary>A function of two columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column> VectorUdf<T1, T2, TResult>(Func<T1, T2, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b) => call([a, b]);
    }

    /// <summary>A function of three columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column> VectorUdf<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c) => call([a, b, c]);
    }

    /// <summary>A function of four columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column, Column> VectorUdf<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c, d) => call([a, b, c, d]);
    }

    /// <summary>A function of five columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column> VectorUdf<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c, d, e) => call([a, b, c, d, e]);
    }

    /// <summary>A function of six columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column> VectorUdf<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c, d, e, f) => call([a, b, c, d, e, f]);
    }

    /// <summary>A function of seven columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column> VectorUdf<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where T7 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c, d, e, f, g) => call([a, b, c, d, e, f, g]);
    }

    /// <summary>A function of eight columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> VectorUdf<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where T7 : IArrowArray
        where T8 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c, d, e, f, g, h) => call([a, b, c, d, e, f, g, h]);
    }

    /// <summary>A function of nine columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> VectorUdf<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where T7 : IArrowArray
        where T8 : IArrowArray
        where T9 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c, d, e, f, g, h, i) => call([a, b, c, d, e, f, g, h, i]);
    }

    /// <summary>A function of ten columns, as a column.</summary>
    /// <inheritdoc cref="VectorUdf{T, TResult}(Func{T, TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> VectorUdf<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> udf)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where T7 : IArrowArray
        where T8 : IArrowArray
        where T9 : IArrowArray
        where T10 : IArrowArray
        where TResult : IArrowArray
    {
        Func<Column[], Column> call = InPlace(udf);
        return (a, b, c, d, e, f, g, h, i, j) => call([a, b, c, d, e, f, g, h, i, j]);
    }

    private static Func<Column[], Column> InPlace(Delegate function)
    {
        ExecutorFunction made = ExecutorFunctions.InPlace(function, null);
        return arguments => ExecutorPlans.Column(made, ExecutorPlans.Scalar, arguments);
    }
}
