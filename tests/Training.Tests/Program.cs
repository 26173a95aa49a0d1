using Millrace.Training.Tests;

// A child of a test, or the test runner: what xunit.v3 would generate.
if (await ChildProcess.TryRunAsync(args) is { } code)
{
    return code;
}

return args.Any(a => a is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
