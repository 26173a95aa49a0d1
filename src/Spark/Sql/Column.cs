using System.Globalization;
using System.Runtime.CompilerServices;
using Millrace.Spark.Sql.Expressions;

namespace Millrace.Spark.Sql;

/// <summary>
/// An expression over the columns of a <see cref="DataFrame"/>. Immutable. Where a member takes an <see cref="object"/>, a column is
/// used as it is and any other value becomes a literal.
/// </summary>
public sealed partial class Column : IEquatable<Column>
{
    private static long _lambdaVariable;

    internal Column(Protos.Expression expression) => Expression = expression;

    internal Protos.Expression Expression { get; }

    /// <summary>The negated number.</summary>
    public static Column operator -(Column self) => Call("negative", self);

    /// <summary>The negated condition.</summary>
    public static Column operator !(Column self) => Call("not", self);

    /// <summary>Whether both are equal; null if one is null.</summary>
    public static Column operator ==(Column lhs, object? rhs) => Call("==", lhs, rhs);

    /// <summary>Whether they differ; null if one is null.</summary>
    public static Column operator !=(Column lhs, object? rhs) => !(lhs == rhs);

    /// <summary>Whether the left one is greater.</summary>
    public static Column operator >(Column lhs, object? rhs) => Call(">", lhs, rhs);

    /// <summary>Whether the left one is less.</summary>
    public static Column operator <(Column lhs, object? rhs) => Call("<", lhs, rhs);

    /// <summary>Whether the left one is less or equal.</summary>
    public static Column operator <=(Column lhs, object? rhs) => Call("<=", lhs, rhs);

    /// <summary>Whether the left one is greater or equal.</summary>
    public static Column operator >=(Column lhs, object? rhs) => Call(">=", lhs, rhs);

    /// <summary>Whether one of two conditions holds.</summary>
    public static Column operator |(Column lhs, Column rhs) => Call("or", lhs, rhs);

    /// <summary>Whether both conditions hold.</summary>
    public static Column operator &(Column lhs, Column rhs) => Call("and", lhs, rhs);

    /// <summary>The sum.</summary>
    public static Column operator +(Column lhs, object? rhs) => Call("+", lhs, rhs);

    /// <summary>The difference.</summary>
    public static Column operator -(Column lhs, object? rhs) => Call("-", lhs, rhs);

    /// <summary>The product.</summary>
    public static Column operator *(Column lhs, object? rhs) => Call("*", lhs, rhs);

    /// <summary>The quotient; whole numbers divide into a real one.</summary>
    public static Column operator /(Column lhs, object? rhs) => Call("/", lhs, rhs);

    /// <summary>The remainder, with the sign of the left one.</summary>
    public static Column operator %(Column lhs, object? rhs) => Call("%", lhs, rhs);

    /// <summary>Whether both are equal; null if one is null.</summary>
    public Column EqualTo(object? rhs) => this == rhs;

    /// <summary>Whether they differ; null if one is null.</summary>
    public Column NotEqual(object? rhs) => this != rhs;

    /// <summary>Whether this is greater.</summary>
    public Column Gt(object? rhs) => this > rhs;

    /// <summary>Whether this is less.</summary>
    public Column Lt(object? rhs) => this < rhs;

    /// <summary>Whether this is less or equal.</summary>
    public Column Leq(object? rhs) => this <= rhs;

    /// <summary>Whether this is greater or equal.</summary>
    public Column Geq(object? rhs) => this >= rhs;

    /// <summary>Whether both are equal, where null equals null; never null.</summary>
    public Column EqNullSafe(object? obj) => Call("<=>", this, obj);

    /// <summary>Whether this lies between two bounds, both included.</summary>
    public Column Between(object? lowerBound, object? upperBound) => (this >= lowerBound) & (this <= upperBound);

    /// <summary>Whether this is not a number.</summary>
    public Column IsNaN() => Call("isNaN", this);

    /// <summary>Whether this is null.</summary>
    public Column IsNull() => Call("isNull", this);

    /// <summary>Whether this is not null.</summary>
    public Column IsNotNull() => Call("isNotNull", this);

    /// <summary>Whether this or another condition holds.</summary>
    public Column Or(Column other) => this | other;

    /// <summary>Whether this and another condition hold.</summary>
    public Column And(Column other) => this & other;

    /// <summary>The sum.</summary>
    public Column Plus(object? rhs) => this + rhs;

    /// <summary>The difference.</summary>
    public Column Minus(object? rhs) => this - rhs;

    /// <summary>The product.</summary>
    public Column Multiply(object? rhs) => this * rhs;

    /// <summary>The quotient.</summary>
    public Column Divide(object? rhs) => this / rhs;

    /// <summary>The remainder.</summary>
    public Column Mod(object? rhs) => this % rhs;

    /// <summary>A further case of a <c>Functions.When</c>.</summary>
    /// <exception cref="InvalidOperationException">This is not a chain of cases, or it has its last one.</exception>
    public Column When(Column condition, object? value)
    {
        Protos.Expression.Types.UnresolvedFunction chain = CaseChain(nameof(When));
        return Function("when", [.. chain.Arguments, condition.Expression, Literals.Expression(value)]);
    }

    /// <summary>The value where none of the cases holds.</summary>
    /// <exception cref="InvalidOperationException">This is not a chain of cases, or it has its last one.</exception>
    public Column Otherwise(object? value)
    {
        Protos.Expression.Types.UnresolvedFunction chain = CaseChain(nameof(Otherwise));
        return Function("when", [.. chain.Arguments, Literals.Expression(value)]);
    }

    /// <summary>Bits set in this or the other.</summary>
    public Column BitwiseOR(object? other) => Call("|", this, other);

    /// <summary>Bits set in both.</summary>
    public Column BitwiseAND(object? other) => Call("&", this, other);

    /// <summary>Bits set in one of both.</summary>
    public Column BitwiseXOR(object? other) => Call("^", this, other);

    /// <summary>This expression over a window.</summary>
    public Column Over(WindowSpec window) => window.Apply(this);

    /// <summary>This expression over one window of all rows.</summary>
    public Column Over() => Over(Window.Empty);

    /// <summary>Ascending, nulls first.</summary>
    public Column Asc() => AscNullsFirst();

    /// <summary>Ascending, nulls first.</summary>
    public Column AscNullsFirst() => Sorted(Protos.Expression.Types.SortOrder.Types.SortDirection.Ascending, Protos.Expression.Types.SortOrder.Types.NullOrdering.SortNullsFirst);

    /// <summary>Ascending, nulls last.</summary>
    public Column AscNullsLast() => Sorted(Protos.Expression.Types.SortOrder.Types.SortDirection.Ascending, Protos.Expression.Types.SortOrder.Types.NullOrdering.SortNullsLast);

    /// <summary>Descending, nulls last.</summary>
    public Column Desc() => DescNullsLast();

    /// <summary>Descending, nulls first.</summary>
    public Column DescNullsFirst() => Sorted(Protos.Expression.Types.SortOrder.Types.SortDirection.Descending, Protos.Expression.Types.SortOrder.Types.NullOrdering.SortNullsFirst);

    /// <summary>Descending, nulls last.</summary>
    public Column DescNullsLast() => Sorted(Protos.Expression.Types.SortOrder.Types.SortDirection.Descending, Protos.Expression.Types.SortOrder.Types.NullOrdering.SortNullsLast);

    /// <summary>Whether both are the same expression. To compare values in Spark, use <c>==</c> or <see cref="EqualTo"/>.</summary>
    public bool Equals(Column? other) => other is not null && Expression.Equals(other.Expression);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Column other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(Expression);

    /// <summary>The expression in short.</summary>
    public override string ToString() => ExpressionText.Of(Expression);

    /// <summary>A call of a built-in function.</summary>
    internal static Column Call(string name, params object?[] arguments) => Function(name, [.. arguments.Select(Literals.Expression)]);

    internal static Column Function(string name, IEnumerable<Protos.Expression> arguments, bool distinct = false)
    {
        var call = new Protos.Expression.Types.UnresolvedFunction { FunctionName = name, IsDistinct = distinct };
        call.Arguments.AddRange(arguments);
        return new Column(new Protos.Expression { UnresolvedFunction = call });
    }

    /// <summary>A lambda with as many parameters as <paramref name="names"/>; each gets a name of its own, so lambdas may nest.</summary>
    internal static Column Lambda(IReadOnlyList<string> names, Func<Column[], Column> body)
    {
        Protos.Expression.Types.UnresolvedNamedLambdaVariable[] variables = [.. names.Select(static n =>
            new Protos.Expression.Types.UnresolvedNamedLambdaVariable
            {
                NameParts = { $"{n}_{Interlocked.Increment(ref _lambdaVariable).ToString(CultureInfo.InvariantCulture)}" },
            })];
        Column result = body([.. variables.Select(static v => new Column(new Protos.Expression { UnresolvedNamedLambdaVariable = v }))]);
        var lambda = new Protos.Expression.Types.LambdaFunction { Function = result.Expression };
        lambda.Arguments.AddRange(variables);
        return new Column(new Protos.Expression { LambdaFunction = lambda });
    }

    internal Protos.Expression.Types.SortOrder SortOrder() =>
        Expression.ExprTypeCase == Protos.Expression.ExprTypeOneofCase.SortOrder ? Expression.SortOrder : Asc().Expression.SortOrder;

    internal static Protos.DataType TypeFromText(string type) => new() { Unparsed = new() { DataTypeString = type } };

    private Column Sorted(
        Protos.Expression.Types.SortOrder.Types.SortDirection direction, Protos.Expression.Types.SortOrder.Types.NullOrdering nulls) =>
        new(new Protos.Expression { SortOrder = new() { Child = Expression, Direction = direction, NullOrdering = nulls } });

    private Protos.Expression.Types.UnresolvedFunction CaseChain(string member)
    {
        Protos.Expression.Types.UnresolvedFunction? call = Expression.UnresolvedFunction;
        return call is { FunctionName: "when" } && call.Arguments.Count % 2 == 0
            ? call
            : throw new InvalidOperationException($"{member} follows Functions.When, before its Otherwise.");
    }
}
