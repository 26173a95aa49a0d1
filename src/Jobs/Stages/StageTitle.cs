namespace Millrace.Jobs.Stages;

/// <summary>Which stage is asked for.</summary>
/// <param name="Name">Its name in manifest and display.</param>
/// <param name="What">What it will do, in a few words.</param>
/// <param name="Key">Hash of all that its result depends on.</param>
internal readonly record struct StageTitle(string Name, string What, string Key);
