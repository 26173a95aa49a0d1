using Millrace.Jobs.Metrics;
using Millrace.Training;
using ScottPlot;

namespace Millrace.Jobs.Reporting;

/// <summary>The pictures of the report, each as an SVG element.</summary>
internal static class Pictures
{
    private const int MaxPoints = 1_500;

    /// <summary>Bars over a column's values.</summary>
    public static string Histogram(string id, ColumnReport column)
    {
        var picture = new Picture(id, 380, 170)
        {
            XLabel = column.Unit ?? "",
            YLabel = "rows of the sample",
            Description = $"Histogram of {column.Name}",
        };
        foreach (var bin in column.Histogram)
        {
            var bar = picture.Plot.Add.Rectangle(bin.Low, bin.High, 0, bin.Count);
            bar.FillColor = Picture.Blue.WithAlpha(0.75);
            bar.LineWidth = 0;
        }

        var left = column.Histogram[0].Low;
        var right = column.Histogram[^1].High;
        return picture.Render(left, right > left ? right : left + 1, 0, Math.Max(1, column.Histogram.Max(bin => bin.Count)) * 1.05);
    }

    /// <summary>Training loss and the validation part's loss per epoch. Null where no epoch has a finite loss.</summary>
    public static string? LearningCurve(string id, IReadOnlyList<EpochRecord> history)
    {
        var train = Points(history, epoch => epoch.TrainLoss);
        var validation = Points(history, epoch => epoch.Validation.GetValueOrDefault("loss", double.NaN));
        if (train.Count == 0)
        {
            return null;
        }

        var picture = new Picture(id, 560, 280) { XLabel = "epoch", YLabel = "loss", Description = "Loss per epoch on training and validation rows" };
        Line(picture.Plot, train, Picture.Blue);
        Line(picture.Plot, validation, Picture.Orange);
        var best = history.LastOrDefault(epoch => epoch.Best);
        if (best is not null)
        {
            var mark = picture.Plot.Add.VerticalLine(best.Epoch);
            mark.Color = Picture.Grey;
            mark.LineWidth = 1;
            mark.LinePattern = LinePattern.Dashed;
        }

        var all = train.Concat(validation).Select(point => point.Y).Order().ToArray();

        // The first epochs may lie far above the rest: the picture is cut at three times the median, so that the end can be seen.
        var top = Math.Min(all[^1], 3 * all[all.Length / 2]);
        var low = all[0];
        var margin = Math.Max(0.05 * (top - low), 1e-9);
        return picture.Render(Math.Min(1, history.Count - 1), Math.Max(history.Count, 2), low - margin, top + margin);
    }

    /// <summary>Loss over the logarithm of the learning rate. Null where there are fewer than two steps.</summary>
    public static string? Rates(string id, RateCurve curve)
    {
        RatePoint[] points = [.. curve.Points.Where(point => double.IsFinite(point.Loss))];
        if (points.Length < 2)
        {
            return null;
        }

        var picture = new Picture(id, 560, 280) { XLabel = "logarithm (base 10) of the learning rate", YLabel = "loss", Description = "Loss over learning rate" };
        Line(picture.Plot, [.. points.Select(point => new Coordinates(Math.Log10(point.Rate), point.Loss))], Picture.Orange.WithAlpha(0.5));
        Line(picture.Plot, [.. points.Select(point => new Coordinates(Math.Log10(point.Rate), point.SmoothLoss))], Picture.Blue);
        var mark = picture.Plot.Add.VerticalLine(Math.Log10(curve.Suggestion));
        mark.Color = Picture.Grey;
        mark.LineWidth = 1;
        mark.LinePattern = LinePattern.Dashed;
        var low = points.Min(point => Math.Min(point.Loss, point.SmoothLoss));

        // Losses far above the start say only that the rate is too great.
        var top = Math.Min(points.Max(point => point.SmoothLoss), 2 * points[0].SmoothLoss);
        var margin = Math.Max(0.05 * (top - low), 1e-9);
        return picture.Render(Math.Log10(points[0].Rate), Math.Log10(points[^1].Rate), low - margin, top + margin);
    }

    /// <summary>Predicted against actual for a part of the test rows, with the line where both are equal.</summary>
    public static string PredictedAgainstActual(string id, PredictionReport predictions)
    {
        var step = Math.Max(1, predictions.Labels.Length / MaxPoints);
        var rows = Enumerable.Range(0, predictions.Labels.Length / step).Select(i => i * step).ToArray();
        var actual = rows.Select(row => (double)predictions.Labels[row]).ToArray();
        var predicted = rows.Select(row => (double)predictions.Outputs[row]).ToArray();
        var unit = predictions.Unit is null ? "" : $" ({predictions.Unit})";
        var picture = new Picture(id, 460, 360)
        {
            XLabel = $"actual {predictions.Label}{unit}",
            YLabel = $"predicted{unit}",
            Description = $"Predicted against actual {predictions.Label} on test rows",
        };
        var (low, high) = Range(actual);
        var even = picture.Plot.Add.Line(low, low, high, high);
        even.Color = Picture.Grey;
        even.LineWidth = 1;
        var points = picture.Plot.Add.ScatterPoints(actual, predicted);
        points.Color = Picture.Blue.WithAlpha(0.45);
        points.MarkerSize = 4;
        return picture.Render(low, high, low, high);
    }

    /// <summary>Share of class 1 found against share of class 0 taken for it, over all thresholds.</summary>
    public static string Roc(string id, PredictionReport predictions)
    {
        var order = Enumerable.Range(0, predictions.Labels.Length).OrderByDescending(row => predictions.Outputs[row]).ToArray();
        double positives = Math.Max(1, predictions.Labels.Count(label => label > 0.5f));
        var negatives = Math.Max(1, predictions.Labels.Length - positives);
        var points = new List<Coordinates> { new(0, 0) };
        double found = 0;
        double wrong = 0;
        var every = Math.Max(1, order.Length / 400);
        for (var i = 0; i < order.Length; i++)
        {
            found += predictions.Labels[order[i]] > 0.5f ? 1 : 0;
            wrong += predictions.Labels[order[i]] > 0.5f ? 0 : 1;
            var tied = i + 1 < order.Length && predictions.Outputs[order[i + 1]].Equals(predictions.Outputs[order[i]]);
            if (!tied && (i % every == 0 || i + 1 == order.Length))
            {
                points.Add(new(wrong / negatives, found / positives));
            }
        }

        var picture = new Picture(id, 360, 320) { XLabel = "false alarms", YLabel = "found", Description = "ROC curve on test rows" };
        Line(picture.Plot, points, Picture.Blue);
        Diagonal(picture.Plot);
        return picture.Render(0, 1, 0, 1);
    }

    /// <summary>How often it came true among rows of about equal predicted probability: on the diagonal the probabilities can be believed.</summary>
    public static string Reliability(string id, string what, IReadOnlyList<ReliabilityBin> before, IReadOnlyList<ReliabilityBin> after)
    {
        var picture = new Picture(id, 360, 320) { XLabel = "predicted probability", YLabel = what, Description = "Reliability on test rows" };
        Diagonal(picture.Plot);
        Curve(before, Picture.Orange);
        Curve(after, Picture.Blue);
        return picture.Render(0, 1, 0, 1);

        void Curve(IReadOnlyList<ReliabilityBin> bins, Color color)
        {
            List<Coordinates> points = [.. bins.Select(bin => new Coordinates(bin.Confidence, bin.Share))];
            Line(picture.Plot, points, color);
            if (points.Count > 0)
            {
                var marks = picture.Plot.Add.ScatterPoints(points);
                marks.Color = color;
                marks.MarkerSize = 6;
            }
        }
    }

    private static List<Coordinates> Points(IReadOnlyList<EpochRecord> history, Func<EpochRecord, double> value) =>
        [.. history.Where(epoch => double.IsFinite(value(epoch))).Select(epoch => new Coordinates(epoch.Epoch, value(epoch)))];

    private static (double Low, double High) Range(double[] values)
    {
        var sorted = values.Order().ToArray();

        // The farthest half per cent would squeeze the rest into a corner.
        var low = sorted[0];
        var high = sorted[(int)((sorted.Length - 1) * 0.995)];
        var margin = Math.Max((high - low) * 0.03, 1e-6);
        return (low - margin, high + margin);
    }

    private static void Line(Plot plot, List<Coordinates> points, Color color)
    {
        if (points.Count > 0)
        {
            var line = plot.Add.ScatterLine(points);
            line.Color = color;
            line.LineWidth = 2;
        }
    }

    private static void Diagonal(Plot plot)
    {
        var line = plot.Add.Line(0, 0, 1, 1);
        line.Color = Picture.Grey;
        line.LineWidth = 1;
    }
}
