using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>Names, casts, text and parts of nested values.</content>
public sealed partial class Column
{
    /// <summary>Whether this text fits a pattern of LIKE: <c>%</c> any text, <c>_</c> one character.</summary>
    public Column Like(string literal) => Call("like", this, literal);

    /// <summary>As <see cref="Like"/>, whatever the case of letters.</summary>
    public Column ILike(string literal) => Call("ilike", this, literal);

    /// <summary>Whether a part of this text fits a Java regular expression.</summary>
    public Column RLike(string literal) => Call("rlike", this, literal);

    /// <summary>An element of an array by position from 0, a value of a map by key, or a field of a struct by name.</summary>
    public Column GetItem(object key) => Apply(key);

    /// <summary>A field of a struct.</summary>
    public Column GetField(string fieldName) => Apply(fieldName);

    /// <summary>An element, value or field; see <see cref="GetItem"/>.</summary>
    public Column Apply(object extraction) =>
        new(new Protos.Expression { UnresolvedExtractValue = new() { Child = Expression, Extraction = Literals.Expression(extraction) } });

    /// <summary>The struct with a field added or replaced.</summary>
    public Column WithField(string fieldName, Column column) => new(new Protos.Expression
    {
        UpdateFields = new() { StructExpression = Expression, FieldName = fieldName, ValueExpression = column.Expression },
    });

    /// <summary>The struct without some fields.</summary>
    public Column DropFields(params string[] fieldNames) => fieldNames.Aggregate(this, static (c, f) => new Column(new Protos.Expression
    {
        UpdateFields = new() { StructExpression = c.Expression, FieldName = f },
    }));

    /// <summary>A part of this text; positions count from 1.</summary>
    public Column SubStr(Column startPos, Column len) => Call("substr", this, startPos, len);

    /// <summary>A part of this text; positions count from 1.</summary>
    public Column SubStr(int startPos, int len) => Call("substr", this, startPos, len);

    /// <summary>Whether this text contains another.</summary>
    public Column Contains(object? other) => Call("contains", this, other);

    /// <summary>Whether this text starts with another.</summary>
    public Column StartsWith(Column other) => Call("startswith", this, other);

    /// <summary>Whether this text starts with another.</summary>
    public Column StartsWith(string literal) => Call("startswith", this, literal);

    /// <summary>Whether this text ends with another.</summary>
    public Column EndsWith(Column other) => Call("endswith", this, other);

    /// <summary>Whether this text ends with another.</summary>
    public Column EndsWith(string literal) => Call("endswith", this, literal);

    /// <summary>This expression under a name.</summary>
    public Column Alias(string alias) => As(alias);

    /// <summary>This expression under a name.</summary>
    public Column As(string alias) => As([alias]);

    /// <summary>An expression that gives several columns, under their names.</summary>
    public Column As(IEnumerable<string> alias)
    {
        var named = new Protos.Expression.Types.Alias { Expr = Expression };
        named.Name.AddRange(alias);
        return new Column(new Protos.Expression { Alias = named });
    }

    /// <summary>This expression under a name.</summary>
    public Column Name(string alias) => As(alias);

    /// <summary>This value as another type, written as in SQL; under ANSI rules a value that does not fit is an error.</summary>
    public Column Cast(string to) => new(new Protos.Expression { Cast = new() { Expr = Expression, TypeStr = to } });

    /// <summary>This value as another type.</summary>
    public Column Cast(DataType to) => new(new Protos.Expression { Cast = new() { Expr = Expression, Type = ProtoTypes.Write(to) } });

    /// <summary>This value as another type, null where it does not fit.</summary>
    public Column TryCast(string to) => new(new Protos.Expression
    {
        Cast = new() { Expr = Expression, TypeStr = to, EvalMode = Protos.Expression.Types.Cast.Types.EvalMode.Try },
    });

    /// <summary>Whether this equals one of the values.</summary>
    public Column IsIn(params string[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params int[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params long[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params bool[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params short[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params float[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params double[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params decimal[] list) => In(list);

    private Column In<T>(T[] list) => Function("in", [Expression, .. list.Select(static v => Literals.Expression(v))]);
}
