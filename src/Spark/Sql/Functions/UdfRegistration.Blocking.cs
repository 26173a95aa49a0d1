using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>Functions under names, waiting for the server; see <see cref="RegisterAsync(string, Delegate, DataType?, CancellationToken)"/>.</content>
public sealed partial class UdfRegistration
{
    /// <summary>Names a function of no column.</summary>
    public void Register<TResult>(string name, Func<TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of one column.</summary>
    public void Register<T, TResult>(string name, Func<T, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of two columns.</summary>
    public void Register<T1, T2, TResult>(string name, Func<T1, T2, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of three columns.</summary>
    public void Register<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of four columns.</summary>
    public void Register<T1, T2, T3, T4, TResult>(string name, Func<T1, T2, T3, T4, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of five columns.</summary>
    public void Register<T1, T2, T3, T4, T5, TResult>(string name, Func<T1, T2, T3, T4, T5, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of six columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of seven columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of eight columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of nine columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function of ten columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> f) => Wait(name, f, null);

    /// <summary>Names a function that gives rows, of no column.</summary>
    public void Register(string name, Func<Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of one column.</summary>
    public void Register<T>(string name, Func<T, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of two columns.</summary>
    public void Register<T1, T2>(string name, Func<T1, T2, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of three columns.</summary>
    public void Register<T1, T2, T3>(string name, Func<T1, T2, T3, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of four columns.</summary>
    public void Register<T1, T2, T3, T4>(string name, Func<T1, T2, T3, T4, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of five columns.</summary>
    public void Register<T1, T2, T3, T4, T5>(string name, Func<T1, T2, T3, T4, T5, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of six columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6>(string name, Func<T1, T2, T3, T4, T5, T6, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of seven columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7>(string name, Func<T1, T2, T3, T4, T5, T6, T7, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of eight columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of nine columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, Row> f, StructType returnType) => Wait(name, f, returnType);

    /// <summary>Names a function that gives rows, of ten columns.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, Row> f, StructType returnType) => Wait(name, f, returnType);

    private void Wait(string name, Delegate function, DataType? output) =>
        Block.On(() => RegisterAsync(name, function, output, CancellationToken.None));
}
