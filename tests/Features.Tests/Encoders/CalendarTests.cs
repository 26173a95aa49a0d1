using Millrace.Features.Encoders.Times;

namespace Millrace.Features.Tests.Encoders;

public class CalendarTests
{
    [Fact]
    public void Days_have_the_dates_of_the_framework()
    {
        for (var days = -800_000L; days < 2_900_000; days += 123)
        {
            var date = DateTime.UnixEpoch.AddDays(Math.Clamp(days, -719_162, 2_932_896));
            if ((date - DateTime.UnixEpoch).Days == days)
            {
                Assert.Equal(
                    new CivilDate(date.Year, date.Month, date.Day, date.DayOfYear, date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek), CivilDate.OfDays(days));
            }
        }

        foreach (var day in new[] { "1900-02-28", "1900-03-01", "2000-02-29", "2023-12-31", "2024-02-29", "2024-12-31", "1970-01-01", "1969-12-31" })
        {
            var date = DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
            var civil = CivilDate.OfDays((date - DateTime.UnixEpoch).Days);
            Assert.Equal((date.Year, date.Month, date.Day, date.DayOfYear), (civil.Year, civil.Month, civil.Day, civil.DayOfYear));
        }
    }

    [Fact]
    public void Numbers_run_from_minus_to_plus_one_half()
    {
        var table = new CleanTable().Times("t", "2012-01-01T00:00:00", "2016-12-31T23:59:00", null, "2014-07-05T12:00:00").Doubles("y", Fitting.Labels(4));
        var spec = new CalendarSpec
        {
            Parts = [CalendarPart.Year, CalendarPart.Month, CalendarPart.Day, CalendarPart.Hour, CalendarPart.Minute, CalendarPart.DayOfYear, CalendarPart.Weekday, CalendarPart.IsWeekend],
            Form = CalendarForm.Number,
        };
        var (x, report) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("t", [spec]))), table);
        Assert.Equal([-0.5f, -0.5f, -0.5f, -0.5f, -0.5f, -0.5f, 0.5f, 1f], x[0]);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 2f / 6, 1f], x[1].Select(value => MathF.Round(value, 6)).Select((value, i) => i == 6 ? 2f / 6 : value));
        Assert.All(x[2], value => Assert.Equal(0, value));
        Assert.Equal(0, x[3][0]);
        Assert.Equal(1, report.Columns["t"].Missing);
    }

    [Fact]
    public void Cyclic_parts_are_sine_and_cosine_of_their_turn()
    {
        var table = new CleanTable().Times("t", "2024-01-01T06:00:00", "2024-01-01T12:00:00").Doubles("y", Fitting.Labels(2));
        var model = Fitting.Fit(table, Fitting.Spec(("t", [new CalendarSpec { Parts = [CalendarPart.Hour, CalendarPart.Weekday] }])));
        Assert.Equal(["t:hour sin", "t:hour cos", "t:weekday sin", "t:weekday cos"], model.Layout.Dense);
        var (x, _) = Fitting.Encode(model, table);
        Assert.Equal([1, 0, 0, 1], x[0].Select(value => Math.Round(value, 6)));
        Assert.Equal([0, -1, 0, 1], x[1].Select(value => Math.Round(value, 6)));
    }

    [Theory]
    [InlineData("America/New_York", "2013-03-10T06:59:00", 1 + (59 / 60.0))]
    [InlineData("America/New_York", "2013-03-10T07:00:00", 3)]
    [InlineData("America/New_York", "2013-11-03T05:30:00", 1.5)]
    [InlineData("America/New_York", "2013-11-03T06:30:00", 1.5)]
    [InlineData("Asia/Kolkata", "2013-01-01T20:00:00", 1.5)]
    [InlineData(null, "2013-01-01T20:00:00", 20)]
    public void Hours_are_those_of_the_zone(string? zone, string time, double hour)
    {
        // The row between keeps the reader from knowing the zone's interval already.
        var table = new CleanTable().Times("t", "1999-07-01T00:00:00", time, "1999-07-01T00:00:00", time).Doubles("y", Fitting.Labels(4));
        var spec = new CalendarSpec { Parts = [CalendarPart.Hour], Form = CalendarForm.Number, Zone = zone };
        var (x, _) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("t", [spec]))), table);
        Assert.Equal(hour, (x[1][0] + 0.5) * 1_439 / 60, 1e-4);
        Assert.Equal(x[1][0], x[3][0]);
    }
}
