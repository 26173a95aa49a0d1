namespace Millrace.Features.Cleaning.Steps;

/// <summary>Unicode normalisation form that a normalising step gives to text, by the pinned tables.</summary>
public enum UnicodeForm
{
    /// <summary>As it is.</summary>
    Keep,

    /// <summary>Canonical composition.</summary>
    Nfc,

    /// <summary>Compatibility composition.</summary>
    Nfkc,
}
