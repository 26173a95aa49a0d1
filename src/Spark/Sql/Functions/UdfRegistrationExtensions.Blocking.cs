using Apache.Arrow;

namespace Millrace.Spark.Sql;

/// <summary>Functions over whole Arrow arrays under names of a session, waiting for the server.</summary>
public static class UdfRegistrationExtensions
{
    /// <summary>Names a function of one column.</summary>
    public static void RegisterVector<T, TResult>(this UdfRegistration udf, string name, Func<T, TResult> f)
        where T : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of two columns.</summary>
    public static void RegisterVector<T1, T2, TResult>(this UdfRegistration udf, string name, Func<T1, T2, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of three columns.</summary>
    public static void RegisterVector<T1, T2, T3, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of four columns.</summary>
    public static void RegisterVector<T1, T2, T3, T4, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, T4, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of five columns.</summary>
    public static void RegisterVector<T1, T2, T3, T4, T5, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, T4, T5, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of six columns.</summary>
    public static void RegisterVector<T1, T2, T3, T4, T5, T6, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, T4, T5, T6, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of seven columns.</summary>
    public static void RegisterVector<T1, T2, T3, T4, T5, T6, T7, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, T4, T5, T6, T7, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where T7 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of eight columns.</summary>
    public static void RegisterVector<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where T7 : IArrowArray
        where T8 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of nine columns.</summary>
    public static void RegisterVector<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> f)
        where T1 : IArrowArray
        where T2 : IArrowArray
        where T3 : IArrowArray
        where T4 : IArrowArray
        where T5 : IArrowArray
        where T6 : IArrowArray
        where T7 : IArrowArray
        where T8 : IArrowArray
        where T9 : IArrowArray
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));

    /// <summary>Names a function of ten columns.</summary>
    public static void RegisterVector<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(this UdfRegistration udf, string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> f)
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
        where TResult : IArrowArray =>
        Block.On(() => udf.RegisterAsync(name, f, null, CancellationToken.None));
}
