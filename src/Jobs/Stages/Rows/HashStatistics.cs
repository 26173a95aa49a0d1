using Millrace.Features.Hashing;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>Content hash of rows.</summary>
/// <param name="Content">Rows and their hash.</param>
internal sealed record HashStatistics(ContentHash Content);
