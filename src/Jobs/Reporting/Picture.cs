using System.Globalization;
using System.Xml.Linq;
using ScottPlot;

namespace Millrace.Jobs.Reporting;

/// <summary>
/// Turns a plot into SVG that stands inside a page: lines, bars and points are ScottPlot's; words are set here as SVG text, so that a machine
/// without fonts draws the same picture and the page's own font and colours (light or dark) hold. Not thread-safe.
/// </summary>
internal sealed class Picture
{
    /// <summary>Main colour of data; reads on light and dark.</summary>
    public static readonly Color Blue = Color.FromHex("#3d85c6");

    /// <summary>Second colour of data.</summary>
    public static readonly Color Orange = Color.FromHex("#e08a2e");

    /// <summary>Lines that only guide the eye.</summary>
    public static readonly Color Grey = Color.FromHex("#8a8f98");

    private const int LeftMargin = 58;
    private const int BottomMargin = 40;
    private const int OtherMargin = 12;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly int _width;
    private readonly int _height;
    private readonly string _id;

    /// <summary>A picture without data yet.</summary>
    /// <param name="id">Its name within the page; letters and digits.</param>
    /// <param name="width">Width in pixels at its natural size.</param>
    /// <param name="height">Height in pixels at its natural size.</param>
    public Picture(string id, int width, int height)
    {
        _id = id;
        _width = width;
        _height = height;
        Plot.FigureBackground.Color = Colors.Transparent;
        Plot.DataBackground.Color = Colors.Transparent;
        Plot.HideLegend();
    }

    /// <summary>The plot to add data to.</summary>
    public Plot Plot { get; } = new();

    /// <summary>Words below the horizontal axis.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Words beside the vertical axis.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>What the picture shows, for those who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>Draws the axes over the given limits and gives the SVG element.</summary>
    public string Render(double left, double right, double bottom, double top)
    {
        Plot.Axes.SetLimits(left, right, bottom, top);
        Plot.Layout.Fixed(new PixelPadding(LeftMargin, OtherMargin, BottomMargin, OtherMargin));
        var xTicks = AxisTicks.Of(left, right, _width / 80);
        var yTicks = AxisTicks.Of(bottom, top, _height / 50);
        Prepare(Plot.Axes.Bottom, xTicks);
        Prepare(Plot.Axes.Left, yTicks);
        Plot.Axes.Right.IsVisible = false;
        Plot.Axes.Top.IsVisible = false;
        Plot.Grid.MajorLineColor = Grey.WithAlpha(0.18);
        var svg = XElement.Parse(Plot.GetSvgXml(_width, _height));
        svg = Clean(svg);
        AddWords(svg, xTicks, yTicks, (left, right, bottom, top));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static void Prepare(IAxis axis, IReadOnlyList<double> ticks)
    {
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. ticks], [.. ticks.Select(_ => "")]);
        axis.FrameLineStyle.Color = Grey;
        axis.MajorTickStyle.Color = Grey;
        axis.MajorTickStyle.Length = 3;
    }

    private XElement Clean(XElement svg)
    {
        svg.Descendants(Svg + "text").Remove();
        svg.Elements(Svg + "rect").Where(rect => (string?)rect.Attribute("fill") == "white").Remove();
        foreach (var attribute in svg.Descendants().Attributes().ToArray())
        {
            // Names inside one page must not collide between pictures.
            if (attribute.Name == "id")
            {
                attribute.Value = $"{_id}-{attribute.Value}";
            }
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
            {
                attribute.Value = $"url(#{_id}-{attribute.Value[5..]}";
            }
            else if (attribute.Value.StartsWith('#') && attribute.Name.LocalName == "href")
            {
                attribute.Value = $"#{_id}-{attribute.Value[1..]}";
            }
        }

        svg.RemoveAttributes();
        svg.Add(
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {_width} {_height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", Description));
        return svg;
    }

    private void AddWords(XElement svg, IReadOnlyList<double> xTicks, IReadOnlyList<double> yTicks, (double Left, double Right, double Bottom, double Top) limits)
    {
        var innerWidth = _width - LeftMargin - OtherMargin;
        var innerHeight = _height - BottomMargin - OtherMargin;
        foreach (var tick in xTicks)
        {
            var x = LeftMargin + ((tick - limits.Left) / (limits.Right - limits.Left) * innerWidth);
            svg.Add(Word(AxisTicks.Label(tick), x, _height - BottomMargin + 16, "middle"));
        }

        foreach (var tick in yTicks)
        {
            var y = OtherMargin + ((limits.Top - tick) / (limits.Top - limits.Bottom) * innerHeight);
            svg.Add(Word(AxisTicks.Label(tick), LeftMargin - 7, y + 4, "end"));
        }

        svg.Add(Word(XLabel, LeftMargin + (innerWidth / 2.0), _height - 6, "middle"));
        var side = Word(YLabel, 0, 0, "middle");
        side.SetAttributeValue("transform", string.Create(CultureInfo.InvariantCulture, $"translate(12 {OtherMargin + (innerHeight / 2)}) rotate(-90)"));
        svg.Add(side);
    }

    private static XElement Word(string text, double x, double y, string anchor) => new(
        Svg + "text",
        new XAttribute("x", x.ToString("0.#", CultureInfo.InvariantCulture)),
        new XAttribute("y", y.ToString("0.#", CultureInfo.InvariantCulture)),
        new XAttribute("text-anchor", anchor),
        text);
}
