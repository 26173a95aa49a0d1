using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.CommandLine;

/// <summary>Runs a checked job to its end.</summary>
/// <exception cref="JobFailedException">A gate, the data or the training failed.</exception>
internal delegate Task<RunSummary> RunJob(JobSpec job, RunOptions options, IRunDisplay display, CancellationToken cancellationToken);
