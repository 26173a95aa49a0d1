using Microsoft.Extensions.Time.Testing;
using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Tests.Progress;

public sealed class PlainRunDisplayTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void Events_give_a_line_each_and_progress_one_every_few_seconds()
    {
        using (var display = new PlainRunDisplay(_output, _time, TimeSpan.FromSeconds(3)))
        {
            display.StageStarted("rows", "cleaning 2 files");
            display.Progressed(new StageProgress("rows", 100, 4000, "rows"));
            _time.Advance(TimeSpan.FromSeconds(1));
            display.Progressed(new StageProgress("rows", 1000, 4000, "rows"));
            _time.Advance(TimeSpan.FromSeconds(2));
            display.Found(new Finding(FindingSeverity.Warning, "rows", "a file was left out"));
            _time.Advance(TimeSpan.FromSeconds(3));
            display.StageFinished(new StageOutcome("rows", Reused: false, TimeSpan.FromSeconds(6.2), "3,990 rows clean"));
            display.StageFinished(new StageOutcome("split", Reused: true, TimeSpan.Zero, "3 parts"));
        }

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(
            """
            rows: cleaning 2 files
            rows: 1,000 of 4,000 rows (25 %), 333 rows/s
            rows: warning: a file was left out
            rows: 1,000 of 4,000 rows (25 %), 166 rows/s
            rows: done in 6.2 s: 3,990 rows clean
            split: unchanged since an earlier run: 3 parts

            """,
            _output.ToString());
    }

    [Fact]
    public void A_stage_that_reports_nothing_still_gives_a_sign_of_life()
    {
        using var display = new PlainRunDisplay(_output, _time, TimeSpan.FromSeconds(3));
        display.StageStarted("baselines", "training trees");

        _time.Advance(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("baselines: training trees\nbaselines: still at it after 3.0 s\nbaselines: still at it after 6.0 s\n", _output.ToString());
    }

    public void Dispose() => _output.Dispose();
}
