namespace Millrace.Jobs.Reporting;

/// <summary>The columns of the clean rows.</summary>
internal static class ColumnSection
{
    /// <summary>Writes the section; nothing where there are no columns.</summary>
    public static void Write(Html html, IReadOnlyList<ColumnReport> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        html.Element("h2", "Columns of the clean rows").Raw("<div class=\"columns\">");
        for (var i = 0; i < columns.Count; i++)
        {
            Column(html, columns[i], $"h{i}");
        }

        html.Raw("</div>");
    }

    private static void Column(Html html, ColumnReport column, string id)
    {
        html.Raw("<div class=\"panel\">").Element("h3", column.Name);
        html.Element("span", column.Unit is null ? column.Type : $"{column.Type}, {column.Unit}", "soft");
        if (column.Note is not null)
        {
            html.Element("p", column.Note, "soft");
        }

        if (column.Personal)
        {
            html.Element("p", "Personal data: values are not shown.", "soft");
        }
        else if (column.Histogram.Count > 0)
        {
            html.Raw(Pictures.Histogram(id, column));
        }
        else if (column.TopValues.Count > 0)
        {
            TopValues(html, column);
        }

        html.Raw("<dl>");
        Fact(html, "rows", Html.Count(column.Rows));
        Fact(html, "missing", $"{Html.Count(column.Nulls)} ({Html.Percent(column.Nulls / (double)Math.Max(1, column.Rows))})");
        if (column.Distinct is { } distinct)
        {
            Fact(html, "distinct", Html.Count(distinct));
        }

        foreach (var (name, value) in column.Personal ? [] : column.Statistics)
        {
            Fact(html, name, value);
        }

        html.Raw("</dl></div>");
    }

    private static void TopValues(Html html, ColumnReport column)
    {
        html.OpenTable(("value", false), ("rows", true), ("", false));
        var most = Math.Max(1, column.TopValues.Max(value => value.Value));
        foreach (var (value, count) in column.TopValues.Take(8))
        {
            html.Raw("<tr><td>").Element("code", value).Raw("</td>").Element("td", Html.Count(count), "n").Raw(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"<td><span class=\"bar\"><i style=\"width:{Math.Max(1, 100.0 * count / most):0.#}%\"></i></span></td></tr>"));
        }

        html.CloseTable();
    }

    private static void Fact(Html html, string name, string value) => html.Element("dt", name).Element("dd", value);
}
