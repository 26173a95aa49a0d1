namespace Millrace.Features.Expressions.Functions;

/// <summary>What one parameter takes.</summary>
/// <param name="Kinds">Kinds of value.</param>
/// <param name="IsShared">Whether all shared parameters of a call must be of one kind.</param>
/// <param name="IsLiteral">Whether only a literal will do, because it is compiled with the expression.</param>
internal sealed record Parameter(ValueKind[] Kinds, bool IsShared = false, bool IsLiteral = false)
{
    public static readonly Parameter Bool = new([ValueKind.Bool]);
    public static readonly Parameter Int = new([ValueKind.Int]);
    public static readonly Parameter Float = new([ValueKind.Float]);
    public static readonly Parameter Decimal = new([ValueKind.Decimal]);
    public static readonly Parameter Text = new([ValueKind.Text]);
    public static readonly Parameter Date = new([ValueKind.Date]);
    public static readonly Parameter Timestamp = new([ValueKind.Timestamp]);
    public static readonly Parameter TimestampLocal = new([ValueKind.TimestampLocal]);
    public static readonly Parameter LiteralText = new([ValueKind.Text], IsLiteral: true);
    public static readonly Parameter LiteralInt = new([ValueKind.Int], IsLiteral: true);

    /// <summary>Any kind of value.</summary>
    public static readonly Parameter Any = new(Enum.GetValues<ValueKind>());

    /// <summary>Any kind but lists, the same for all parameters that say so.</summary>
    public static readonly Parameter Same = new([.. Enum.GetValues<ValueKind>().Where(kind => kind != ValueKind.List)], IsShared: true);

    /// <summary>How documentation and messages name it.</summary>
    public override string ToString() => Kinds.Length == 1
        ? Kinds[0] switch
        {
            ValueKind.TimestampLocal => "timestamp_local",
            var kind => kind.ToString().ToLowerInvariant(),
        }
        : IsShared ? "T" : "any";
}
