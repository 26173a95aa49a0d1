using Millrace.Features.Hashing;
using Millrace.Features.Statistics;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>Content hash of the finished rows by what they are, and what the joins brought.</summary>
/// <param name="Content">Rows and hash.</param>
/// <param name="Profile">Profile of the columns that the relation stage made, over the rows that are trained on; null where it made none.</param>
internal sealed record FinishStatistics(SortedDictionary<RowRole, ContentHash> Content, TableProfile? Profile)
{
    /// <summary>Rows and hash of a role.</summary>
    public ContentHash Of(RowRole role) => Content.GetValueOrDefault(role);

    /// <summary>Both together.</summary>
    public static FinishStatistics Merge(FinishStatistics left, FinishStatistics right)
    {
        var content = new SortedDictionary<RowRole, ContentHash>(left.Content);
        foreach (var (role, hash) in right.Content)
        {
            content[role] = ContentHash.Merge(content.GetValueOrDefault(role), hash);
        }

        if (right.Profile is { } profile)
        {
            left.Profile!.Merge(profile);
        }

        return new FinishStatistics(content, left.Profile);
    }
}
