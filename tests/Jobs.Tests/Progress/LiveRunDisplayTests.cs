using Millrace.Jobs.Progress;
using Spectre.Console;

namespace Millrace.Jobs.Tests.Progress;

public class LiveRunDisplayTests
{
    [Fact]
    public async Task The_last_picture_shows_every_stage_and_finding()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 120;

        await using (var display = new LiveRunDisplay(console, TimeProvider.System))
        {
            display.StageStarted("rows", "cleaning [2] files");
            display.StageFinished(new StageOutcome("rows", Reused: false, TimeSpan.FromSeconds(2), "41 rows [clean]"));
            display.StageStarted("training", "64 features");
            display.Progressed(new StageProgress("training", 3, 4, "epochs", "loss 0.5"));
            display.Found(new Finding(FindingSeverity.Note, "training", "a note with [brackets]"));
        }

        var text = output.ToString();
        Assert.Contains("41 rows [clean]", text, StringComparison.Ordinal);
        Assert.Contains("3 of 4 epochs (75 %)", text, StringComparison.Ordinal);
        Assert.Contains("loss 0.5", text, StringComparison.Ordinal);
        Assert.Contains("training: a note with [brackets]", text, StringComparison.Ordinal);
    }
}
