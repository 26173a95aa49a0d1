using Millrace.Jobs.CommandLine;
using Millrace.Jobs.Stages;

return await MillraceCommandLine.RunAsync(args, Pipeline.RunAsync);
