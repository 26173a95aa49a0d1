using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Millrace.Jobs.Tests.Samples;

/// <summary>A report as a reader sees it: sections by their headings, tables by rows, pictures by their descriptions.</summary>
internal sealed partial class ReportPage
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly string _text;
    private readonly XElement _main;

    public ReportPage(string text)
    {
        _text = text;
        _main = XElement.Parse(text[text.IndexOf("<main>", StringComparison.Ordinal)..(text.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)]);
    }

    /// <summary>Whatever the page would load from elsewhere: sources, links, style imports, addresses in styles. Names inside the page (<c>#x</c>) and data are none.</summary>
    public IEnumerable<string> Resources => Loaded().Matches(_text).Select(match => match.Groups["what"].Value)
        .Where(what => !what.StartsWith('#') && !what.StartsWith("data:", StringComparison.Ordinal))
        .Concat(Forbidden().Matches(_text).Select(match => match.Value));

    /// <summary>All words between a heading and the next one of its level.</summary>
    public string Section(string heading) => string.Join(' ', After(heading).Select(element => string.Join(' ', element.DescendantNodes().OfType<XText>().Select(text => text.Value))));

    /// <summary>The rows of the first table below a heading, as cells; the head is the first.</summary>
    public IReadOnlyList<IReadOnlyList<string>> TableOf(string heading)
    {
        var table = After(heading).SelectMany(element => element.DescendantsAndSelf("table")).FirstOrDefault()
            ?? throw new Xunit.Sdk.XunitException($"there is no table below '{heading}'");
        return [.. table.Descendants("tr").Select(row => (IReadOnlyList<string>)[.. row.Elements().Select(cell => cell.Value)])];
    }

    /// <summary>How much is drawn in the colours of data in the picture of this description: marks, and the length of their outlines.</summary>
    public (int Marks, int Outline) Picture(string description)
    {
        var picture = _main.Descendants(Svg + "svg").SingleOrDefault(svg => (string?)svg.Attribute("aria-label") == description)
            ?? throw new Xunit.Sdk.XunitException($"there is no picture '{description}' among {string.Join(", ", _main.Descendants(Svg + "svg").Select(svg => (string?)svg.Attribute("aria-label")))}");
        var marks = picture.Descendants().Where(element => element.Attributes().Any(attribute => attribute.Name.LocalName is "fill" or "stroke" && DataColour().IsMatch(attribute.Value))).ToArray();
        return (marks.Length, marks.Sum(mark => ((string?)mark.Attribute("d") ?? (string?)mark.Attribute("points") ?? "").Length));
    }

    /// <summary>A number as the page writes it.</summary>
    public static double Number(string text) => double.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private IEnumerable<XElement> After(string heading)
    {
        var head = _main.Descendants().SingleOrDefault(element => element.Name.LocalName is "h2" or "h3" && element.Value.StartsWith(heading, StringComparison.Ordinal))
            ?? throw new Xunit.Sdk.XunitException($"there is no heading '{heading}'");
        return head.ElementsAfterSelf().TakeWhile(element => element.Name != head.Name);
    }

    [GeneratedRegex("""(?:src|href|srcset|data|action|poster)\s*=\s*["'](?<what>[^"']*)|url\(\s*["']?(?<what>[^)"']*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Loaded();

    [GeneratedRegex("<(?:script|link|iframe|object|embed|base)\\b|@import", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();

    /// <summary>Blue and orange of data, as hexadecimal or as three numbers.</summary>
    [GeneratedRegex("#3d85c6|#e08a2e|rgb\\(61, ?133, ?198|rgb\\(224, ?138, ?46", RegexOptions.IgnoreCase)]
    private static partial Regex DataColour();
}
