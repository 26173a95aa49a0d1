namespace Millrace.Spark.Sql;

/// <summary>Expressions as short text, for names of pivots and for reading.</summary>
internal static class ExpressionText
{
    public static string Of(Protos.Expression e) => e.ExprTypeCase switch
    {
        Protos.Expression.ExprTypeOneofCase.Literal => Literals.Read(e.Literal) is { } v ? ClrTypes.Text(v) : "NULL",
        Protos.Expression.ExprTypeOneofCase.UnresolvedAttribute => e.UnresolvedAttribute.UnparsedIdentifier,
        Protos.Expression.ExprTypeOneofCase.UnresolvedStar => "*",
        Protos.Expression.ExprTypeOneofCase.ExpressionString => e.ExpressionString.Expression,
        Protos.Expression.ExprTypeOneofCase.UnresolvedFunction =>
            $"{e.UnresolvedFunction.FunctionName}({string.Join(", ", e.UnresolvedFunction.Arguments.Select(Of))})",
        Protos.Expression.ExprTypeOneofCase.Alias => $"{Of(e.Alias.Expr)} AS {string.Join(", ", e.Alias.Name)}",
        Protos.Expression.ExprTypeOneofCase.Cast => $"CAST({Of(e.Cast.Expr)} AS {e.Cast.TypeStr})",
        Protos.Expression.ExprTypeOneofCase.SortOrder => $"{Of(e.SortOrder.Child)} {e.SortOrder.Direction}",
        Protos.Expression.ExprTypeOneofCase.Window => $"{Of(e.Window.WindowFunction)} OVER (…)",
        Protos.Expression.ExprTypeOneofCase.UnresolvedExtractValue => $"{Of(e.UnresolvedExtractValue.Child)}[{Of(e.UnresolvedExtractValue.Extraction)}]",
        Protos.Expression.ExprTypeOneofCase.UnresolvedNamedLambdaVariable => string.Join(".", e.UnresolvedNamedLambdaVariable.NameParts),
        Protos.Expression.ExprTypeOneofCase.LambdaFunction => $"lambda({Of(e.LambdaFunction.Function)})",
        var other => other.ToString(),
    };
}
