namespace Millrace.Features.Contracts;

/// <summary>Judges and converts one value.</summary>
/// <typeparam name="TIn">Form delivered.</typeparam>
/// <typeparam name="TOut">Form held.</typeparam>
internal interface IConversion<TIn, TOut>
{
    /// <summary>Gives <paramref name="result"/> and <see cref="FaultKind.None"/>, or why the value does not fit.</summary>
    FaultKind Convert(TIn value, out TOut result);
}
