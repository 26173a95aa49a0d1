using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;

namespace Millrace.Features.Statistics;

/// <summary>Writes a profile as JSON (docs/statistics.md): equal profiles give equal bytes. No value of a personal column leaves it.</summary>
internal static class ProfileJson
{
    private const int Bins = 40;
    private const int TopValues = 20;
    private const int LongestText = 200;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    private static readonly (string Name, double Share)[] Quantiles =
        [("p01", 0.01), ("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95), ("p99", 0.99)];

    public static byte[] Write(TableProfile profile)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", "millrace.profile/1");
            json.WriteNumber("rows", profile.Rows);
            json.WriteNumber("sampled_rows", profile.Sample.Rows);
            json.WriteStartArray("columns");
            for (var i = 0; i < profile.Columns.Count; i++)
            {
                WriteColumn(json, profile, i);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteColumn(Utf8JsonWriter json, TableProfile profile, int index)
    {
        var column = profile.Columns[index];
        json.WriteStartObject();
        json.WriteString("name", column.Column.Name);
        json.WriteString("type", column.Column.Type.ToString());
        json.WriteString("unit", column.Column.Unit);
        json.WriteString("note", column.Column.Note);
        json.WriteBoolean("personal", column.Column.Personal);
        json.WriteNumber("present", column.Present);
        json.WriteNumber("nulls", column.Nulls);
        json.WriteNumber("not_finite", column.NotFinite);
        WriteDistinct(json, column);
        if (column.Lengths is { Count: > 0 } lengths)
        {
            json.WriteStartObject("lengths");
            json.WriteNumber("least", lengths.Least);
            json.WriteNumber("greatest", lengths.Greatest);
            json.WriteNumber("mean", lengths.Mean);
            json.WriteEndObject();
        }

        if (!column.Column.Personal && column.Moments is { Count: > 0 } moments)
        {
            WriteNumbers(json, profile, index, moments);
        }

        if (profile.NumberSlot(index) >= 0)
        {
            WriteHistogram(json, WeightedValues.Of(profile.Sample, profile.NumberSlot(index), static value => value));
        }

        if (column.Counts is not null)
        {
            WriteTop(json, profile, column, profile.TextSlot(index));
        }

        json.WriteEndObject();
    }

    private static void WriteDistinct(Utf8JsonWriter json, ColumnProfile column)
    {
        if (column.Distinct is null)
        {
            return;
        }

        var exact = column.Counts is { TooMany: false };
        json.WriteStartObject("distinct");
        json.WriteNumber("value", exact ? column.Counts!.Distinct : column.Distinct.Estimate());
        json.WriteBoolean("exact", exact);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, TableProfile profile, int index, ExactMoments moments)
    {
        var column = profile.Columns[index];
        var quantiles = ProfileQuantiles.Of(profile, index, [.. Quantiles.Select(static each => each.Share)]);
        json.WriteStartObject("numbers");
        json.WriteNumber("least", moments.Least);
        json.WriteNumber("greatest", moments.Greatest);
        if (ValueForms.IsTime(column.Column.Type))
        {
            json.WriteString("least_time", TimeOf(moments.Least, column.Column.Type));
            json.WriteString("greatest_time", TimeOf(moments.Greatest, column.Column.Type));
        }

        WriteFinite(json, "sum", moments.Sum);
        json.WriteNumber("mean", moments.Mean);
        WriteFinite(json, "deviation", moments.Deviation);
        WriteQuantiles(json, "quantiles", quantiles, static (json, name, value) => json.WriteNumber(name, value));
        if (ValueForms.IsTime(column.Column.Type))
        {
            WriteQuantiles(json, "quantile_times", quantiles, (json, name, value) => json.WriteString(name, TimeOf(value, column.Column.Type)));
        }

        json.WriteEndObject();
    }

    private static void WriteQuantiles(Utf8JsonWriter json, string name, double[] quantiles, Action<Utf8JsonWriter, string, double> write)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < quantiles.Length; i++)
        {
            write(json, Quantiles[i].Name, quantiles[i]);
        }

        json.WriteEndObject();
    }

    /// <summary>Equal bins between the 0.5 % and the 99.5 % quantile of the sample, the outermost stretched to the outermost values.</summary>
    private static void WriteHistogram(Utf8JsonWriter json, WeightedValues values)
    {
        json.WriteStartArray("histogram");
        if (values.Distinct.Length > 1)
        {
            var least = values.Distinct[0];
            var greatest = values.Distinct[^1];
            var low = values.Quantile(0.005);
            var high = values.Quantile(0.995);
            var width = ((high / Bins) - (low / Bins)) is > 0 and var some ? some : (greatest / Bins) - (least / Bins);
            low = high > low ? low : least;
            var counts = new long[Bins];
            for (var i = 0; i < values.Distinct.Length; i++)
            {
                counts[(int)Math.Clamp(Math.Floor((values.Distinct[i] - low) / width), 0, Bins - 1)] += values.CountAt(i);
            }

            for (var bin = 0; bin < Bins; bin++)
            {
                json.WriteStartObject();
                json.WriteNumber("low", bin == 0 ? least : low + (bin * width));
                json.WriteNumber("high", bin == Bins - 1 ? greatest : low + ((bin + 1) * width));
                json.WriteNumber("count", counts[bin]);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>The most frequent values, ties in byte order: exact, or for texts of too many kinds those of the sample with estimated counts.</summary>
    private static void WriteTop(Utf8JsonWriter json, TableProfile profile, ColumnProfile column, int textSlot)
    {
        var exact = !column.Counts!.TooMany;
        var counts = exact ? column.Counts.ToSorted() : column.Frequent is { } sketch ? Sampled(profile.Sample, textSlot, sketch) : [];
        json.WriteBoolean("top_exact", exact);
        json.WriteStartArray("top");
        foreach (var (value, count) in counts.OrderByDescending(each => each.Count).Take(TopValues))
        {
            json.WriteStartObject();
            json.WriteString("value", column.IsText ? Shorten(Encoding.UTF8.GetString(value)) : NumberText(value, column.Column.Type));
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static (byte[] Value, long Count)[] Sampled(RowSample sample, int textSlot, CountMin sketch)
    {
        var seen = new TextCounts();
        for (var row = 0; row < sample.Rows; row++)
        {
            if (sample.TextOf(row, textSlot) is { } text)
            {
                seen.Add(text, XxHash3.HashToUInt64(text), sample.CountOf(row));
            }
        }

        // The estimate orders them: a count of the sample alone would be coarse.
        return [.. seen.ToSorted().Where(each => each.Count > 1).Select(each => (each.Value, sketch.Estimate(XxHash3.HashToUInt64(each.Value))))];
    }

    private static string NumberText(byte[] key, ColumnType type)
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(key);
        return type.Kind switch
        {
            ColumnKind.Bool => value != 0 ? "true" : "false",
            ColumnKind.Date => TimeOf(value, type),
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };
    }

    private static string TimeOf(double value, ColumnType type)
    {
        var days = type.Kind == ColumnKind.Date ? value : Math.Floor(value / 86_400);
        var date = CivilDate.OfDays((long)days);
        var day = string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}");
        if (type.Kind == ColumnKind.Date)
        {
            return day;
        }

        var second = (int)Math.Floor(value - (days * 86_400));
        return string.Create(CultureInfo.InvariantCulture, $"{day}T{second / 3_600:00}:{second / 60 % 60:00}:{second % 60:00}{(type.Kind == ColumnKind.Timestamp ? "Z" : "")}");
    }

    private static string Shorten(string text) => text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)] + "…";

    private static void WriteFinite(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
