using System.CommandLine;
using System.Globalization;
using Millrace.Jobs.Scoring;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace score RUN_FOLDER INPUT… --out DIR</c>: answers new rows with a finished run's model.</summary>
internal static class ScoreCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("score", "Answer new rows with the model of a finished run: Parquet in, Parquet out, one answer a row.");
        var run = new Argument<string>("RUN_FOLDER") { Description = "The folder of a finished run." };
        var inputs = new Argument<string[]>("INPUT") { Description = "Files, folders or globs of the rows, in the format of the job.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Where the answers go: a new or empty folder.", HelpName = "DIR", Required = true };
        var sides = new Option<string?>("--inputs-from") { Description = "The folder in which the job file was, for the job's further inputs; the current folder by default.", HelpName = "DIR" };
        var readers = new Option<int?>("--readers") { Description = "Readers of the input, 1 to 256. Changes no answer.", HelpName = "N" };
        var spark = new Option<string?>("--spark") { Description = "Score in Spark's executors. Changes no answer.", HelpName = "ADDRESS" };
        var worker = new Option<string?>("--worker") { Description = "The executable that Spark's executors start, as they find it.", HelpName = "PATH" };
        command.Add(run);
        command.Add(inputs);
        foreach (var option in (Option[])[output, sides, readers, spark, worker])
        {
            command.Add(option);
        }

        readers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 256)
            {
                result.AddError("--readers: has to be from 1 to 256");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new ScoreRequest
            {
                RunFolder = Path.GetFullPath(parsed.GetRequiredValue(run), terminal.WorkingFolder),
                Inputs = parsed.GetRequiredValue(inputs),
                InputFolder = terminal.WorkingFolder,
                SideInputFolder = Path.GetFullPath(parsed.GetValue(sides) ?? ".", terminal.WorkingFolder),
                Output = Path.GetFullPath(parsed.GetRequiredValue(output), terminal.WorkingFolder),
                Logger = terminal.LoggerOf(parsed),
                Using = settings => settings with
                {
                    Readers = parsed.GetValue(readers) ?? settings.Readers,
                    Spark = JobOptions.Spark(parsed.GetValue(spark), parsed.GetValue(worker), settings.Spark),
                },
            };
            var summary = await RunDisplays.UseAsync(terminal, display => ScoreRun.RunAsync(request, display, cancellationToken));
            Write(summary, request, terminal.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(ScoreSummary summary, ScoreRequest request, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Text($"{summary.Job}: {summary.Rows:N0} rows answered, {summary.Predicted:N0} with a prediction."));
        Lines(output, "No answer", summary.WithoutPrediction);
        Lines(output, "Missing", summary.Missing);
        Lines(output, "Unseen", summary.Unseen);
        Lines(output, "Rule failed", summary.RulesFailed);
        var moved = summary.Drift.Where(column => column.Psi >= DriftReport.SomeShift).ToList();
        foreach (var column in moved.Take(12))
        {
            output.WriteLine(Text($"{"Shifted",-12} {column.Column}: PSI {column.Psi:0.###}{(column.Psi >= DriftReport.GreatShift ? ", greatly" : "")}, missing {column.MissingInTraining:P1} in training, {column.MissingNow:P1} now"));
        }

        output.WriteLine(moved.Count == 0 ? "The input looks like training's: no column has a PSI of 0.1 or more." : $"{moved.Count} of {summary.Drift.Count} compared columns differ from training's.");
        output.WriteLine();
        output.WriteLine($"Answers      {Path.Combine(request.Output, ScoreWork.Scores)}");
        output.WriteLine($"Open first   {Path.Combine(request.Output, ScoreRun.SummaryFileName)}");
    }

    private static void Lines(TextWriter output, string title, IReadOnlyDictionary<string, long> counts)
    {
        foreach (var (name, count) in counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(12))
        {
            output.WriteLine(Text($"{title,-12} {count,9:N0}  {name}"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
