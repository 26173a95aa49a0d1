using Millrace.Jobs.CommandLine;

return await MillraceCommandLine.RunAsync(args, runJob: null);
