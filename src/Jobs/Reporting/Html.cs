using System.Globalization;
using System.Net;
using System.Text;

namespace Millrace.Jobs.Reporting;

/// <summary>Builds HTML text. Whatever is not markup goes through <see cref="Text"/> and is escaped there. Not thread-safe.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends markup that this program wrote itself.</summary>
    public Html Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Appends text, escaped.</summary>
    public Html Text(string? text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>Appends an element around text.</summary>
    public Html Element(string name, string? text, string? cssClass = null)
    {
        _text.Append('<').Append(name);
        if (cssClass is not null)
        {
            _text.Append(" class=\"").Append(Escape(cssClass)).Append('"');
        }

        _text.Append('>').Append(Escape(text)).Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>Appends a table's row of cells; numbers are set right by their class.</summary>
    public Html Row(params ReadOnlySpan<(string Text, bool IsNumber)> cells)
    {
        _text.Append("<tr>");
        foreach (var (text, isNumber) in cells)
        {
            Element("td", text, isNumber ? "n" : null);
        }

        _text.Append("</tr>");
        return this;
    }

    /// <summary>Opens a table with a head.</summary>
    public Html OpenTable(params ReadOnlySpan<(string Text, bool IsNumber)> head)
    {
        _text.Append("<div class=\"scroll\"><table><thead><tr>");
        foreach (var (text, isNumber) in head)
        {
            Element("th", text, isNumber ? "n" : null);
        }

        _text.Append("</tr></thead><tbody>");
        return this;
    }

    /// <summary>Closes a table.</summary>
    public Html CloseTable() => Raw("</tbody></table></div>");

    /// <summary>A whole number with separators.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A whole number with separators, or a dash where there is none.</summary>
    public static string Count(long? value) => value is { } number ? Count(number) : "–";

    /// <summary>A number with four significant places, or a dash where it is not one.</summary>
    public static string Number(double value) => !double.IsFinite(value)
        ? "–"
        : Math.Abs(value) is >= 1000 and < 1e9
            ? value.ToString("N0", CultureInfo.InvariantCulture)
            : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage, or a dash where it is not a number.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? share.ToString("P1", CultureInfo.InvariantCulture) : "–";

    /// <summary>A size in the largest unit that leaves a number of at least 1.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 10):0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    /// <summary>Seconds with the places that matter.</summary>
    public static string Seconds(double seconds) => seconds.ToString(seconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>The HTML so far.</summary>
    public override string ToString() => _text.ToString();

    private static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");
}
