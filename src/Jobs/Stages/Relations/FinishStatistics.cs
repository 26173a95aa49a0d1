using Millrace.Features.Hashing;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>Content hash of the finished rows by what they are.</summary>
/// <param name="Content">Rows and hash.</param>
internal sealed record FinishStatistics(SortedDictionary<RowRole, ContentHash> Content)
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

        return new FinishStatistics(content);
    }
}
