using Spectre.Console;
using Spectre.Console.Rendering;

namespace Millrace.Jobs.Progress;

/// <summary>A display that is redrawn in place, for terminals. Thread-safe. Dispose to draw it a last time and let the terminal go.</summary>
public sealed class LiveRunDisplay : IRunDisplay, IAsyncDisposable
{
    private const int BarWidth = 24;
    private const int MaxFindings = 6;
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(120);

    private readonly StageBoard _board;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;

    /// <summary>Draws on <paramref name="console"/>, which must be left alone until this is disposed.</summary>
    public LiveRunDisplay(IAnsiConsole console, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(console);
        _board = new StageBoard(time);
        _time = time;
        _drawing = console.Live(Draw()).StartAsync(RedrawAsync);
    }

    /// <inheritdoc/>
    public void StageStarted(string stage, string what) => _board.Start(stage, what);

    /// <inheritdoc/>
    public void Progressed(StageProgress progress) => _board.Progress(progress);

    /// <inheritdoc/>
    public void Found(Finding finding) => _board.Add(finding);

    /// <inheritdoc/>
    public void StageFinished(StageOutcome outcome) => _board.Finish(outcome);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }

    private async Task RedrawAsync(LiveDisplayContext context)
    {
        while (!_end.IsCancellationRequested)
        {
            context.UpdateTarget(Draw());
            await Task.Delay(RedrawInterval, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.UpdateTarget(Draw());
    }

    private Rows Draw()
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var line in _board.Stages)
        {
            grid.AddRow(Stage(line), Bar(line), State(line));
        }

        var findings = _board.Findings;
        IEnumerable<IRenderable> notes = findings.Skip(Math.Max(0, findings.Count - MaxFindings))
            .Select(finding => new Markup($"[{(finding.Severity == FindingSeverity.Warning ? "yellow" : "grey")}]{finding.Stage.EscapeMarkup()}: {finding.Text.EscapeMarkup()}[/]"));
        return new Rows([grid, .. notes]);
    }

    private static Markup Stage(StageLine line) => new(line.Outcome switch
    {
        null => $"[bold]{line.Stage.EscapeMarkup()}[/]",
        { Reused: true } => $"[grey]{line.Stage.EscapeMarkup()}[/]",
        _ => $"[green]{line.Stage.EscapeMarkup()}[/]",
    });

    private static Markup Bar(StageLine line)
    {
        if (line.Outcome is not null || line.Progress is not { Total: > 0 } progress)
        {
            return new Markup("");
        }

        var filled = (int)(BarWidth * Math.Clamp(progress.Done / (double)progress.Total!.Value, 0, 1));
        return new Markup($"[blue]{new string('━', filled)}[/][grey]{new string('─', BarWidth - filled)}[/]");
    }

    private Markup State(StageLine line) => new((line switch
    {
        { Outcome: { Reused: true } outcome } => $"unchanged: {outcome.Words}",
        { Outcome: { } outcome } => $"{ProgressWords.Duration(outcome.Elapsed)}  {outcome.Words}",
        { Progress: { } progress } => ProgressWords.Progress(progress, _board.Elapsed(line)),
        _ => $"{line.What} ({ProgressWords.Duration(_board.Elapsed(line))})",
    }).EscapeMarkup());
}
