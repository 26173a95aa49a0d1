using Millrace.Features.Cleaning;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Survey;
using Millrace.Training;
using Millrace.Training.Checkpoints;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Jobs.CommandLine;

/// <summary>Says on the error stream what went wrong, and picks the exit code.</summary>
internal static class FailureReport
{
    /// <summary>Reports <paramref name="failure"/>.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="verbose">Whether the stack trace is wanted.</param>
    /// <param name="interrupted">Whether the user asked to stop.</param>
    /// <param name="error">Where to write.</param>
    public static int Write(Exception failure, bool verbose, bool interrupted, TextWriter error)
    {
        if (interrupted && failure is OperationCanceledException)
        {
            error.WriteLine("interrupted; the same command goes on from what is finished");
            return ExitCode.Interrupted;
        }

        error.WriteLine(IsExpected(failure) ? failure.Message : $"unexpected {failure.GetType().Name}: {failure.Message}; run again with --verbose for where it happened");
        if (verbose)
        {
            error.WriteLine(failure.ToString());
        }

        return failure is JobFileException ? ExitCode.WrongUse : ExitCode.JobFailed;
    }

    /// <summary>Failures whose message already says what, where and what to do.</summary>
    private static bool IsExpected(Exception failure) => failure
        is JobFileException or JobFailedException
        or SurveyException or EngineException or InputChangedException or InputReadException or OutputWriteException
        or CleaningSpecException or SplitSpecException or FeatureSpecException or FeatureFitException
        or NetworkException or TrainingException or LaneException or CheckpointException or PeerException;
}
