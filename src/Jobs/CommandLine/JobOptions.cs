using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.CommandLine;

/// <summary>The job file and the options that override it, shared by the commands that take a job.</summary>
internal sealed class JobOptions
{
    /// <summary>Where spark-submit's runner puts the address of the Spark that it started.</summary>
    private const string RemoteVariable = "SPARK_REMOTE";

    private readonly Argument<string> _file = new("JOB.yaml") { Description = "The job file." };
    private readonly Option<int?> _ranks = Number<int>("--ranks", "Ranks that train together: a power of two up to the job's lanes. Changes no result.");
    private readonly Option<int?> _readers = Number<int>("--readers", "Readers of the input. Changes no result.");
    private readonly Option<ulong?> _seed = Number<ulong>("--seed", "Seed of everything random; another seed is another model.");

    private readonly Option<string?> _spark = new("--spark") { Description = "Run in Spark's executors: local[N], spark://HOST:PORT or sc://HOST:PORT/;token=… Changes no result.", HelpName = "ADDRESS" };
    private readonly Option<string?> _worker = new("--worker") { Description = "The executable that Spark's executors start, as they find it.", HelpName = "PATH" };

    private JobOptions()
    {
    }

    /// <summary>Adds the argument and the options to <paramref name="command"/>.</summary>
    public static JobOptions AddTo(Command command)
    {
        var options = new JobOptions();
        command.Add(options._file);
        command.Add(options._ranks);
        command.Add(options._readers);
        command.Add(options._seed);
        command.Add(options._spark);
        command.Add(options._worker);
        return options;
    }

    /// <summary>The checked job with the overrides, and the folder that its paths start from.</summary>
    /// <exception cref="JobFileException">Something in the file is wrong, or an override does not fit.</exception>
    public (JobSpec Job, string Folder) Load(ParseResult parsed, Terminal terminal)
    {
        var file = parsed.GetRequiredValue(_file);
        var path = Path.GetFullPath(file, terminal.WorkingFolder);
        var job = JobFile.Load(path, file);
        var chosen = job with
        {
            Seed = parsed.GetValue(_seed) ?? job.Seed,
            Run = job.Run with
            {
                Ranks = parsed.GetValue(_ranks) ?? job.Run.Ranks,
                Readers = parsed.GetValue(_readers) ?? job.Run.Readers,
                Spark = Spark(parsed.GetValue(_spark), parsed.GetValue(_worker), job.Run.Spark),
            },
        };
        var faults = chosen.Validate();
        return faults.Count == 0
            ? (chosen, Path.GetDirectoryName(path)!)
            : throw new JobFileException("with the options given", faults);
    }

    /// <summary>Where Spark is, as options, the job and the environment say, in this order; null where none does.</summary>
    public static SparkSpec? Spark(string? addressOption, string? workerOption, SparkSpec? spark)
    {
        var address = addressOption ?? spark?.Address ?? Environment.GetEnvironmentVariable(RemoteVariable);
        return string.IsNullOrEmpty(address)
            ? null
            : (spark ?? new SparkSpec()) with { Address = address, Worker = workerOption ?? spark?.Worker };
    }

    private static Option<T?> Number<T>(string name, string description)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return number;
                }

                result.AddError($"{name}: has to be a whole number, but is `{text}`; write for example `{name} 2`");
                return null;
            },
        };
}
