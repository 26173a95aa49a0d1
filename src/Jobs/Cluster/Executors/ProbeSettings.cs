namespace Millrace.Jobs.Cluster.Executors;

/// <summary>What the probe looks at.</summary>
/// <param name="NonceFile">Full path of a file that the driver has just written.</param>
/// <param name="Nonce">What stands in it.</param>
/// <param name="AnswerFolder">Full path of the folder in which each task answers with a file.</param>
internal sealed record ProbeSettings(string NonceFile, string Nonce, string AnswerFolder);
