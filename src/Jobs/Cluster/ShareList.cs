using Millrace.Jobs.Places;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Cluster;

/// <summary>The assignments of one operation as data: partition i of it works on share i.</summary>
/// <param name="Inputs">The pinned files.</param>
/// <param name="Shares">The shares.</param>
internal sealed record ShareList(IReadOnlyList<RowInput> Inputs, IReadOnlyList<ShareAssignment> Shares)
{
    /// <summary>The list without the footers' column statistics, which no reader looks at.</summary>
    public static ShareList Of(IReadOnlyList<RowInput> inputs, IReadOnlyList<ShareAssignment> shares) => new([.. inputs.Select(input => input with { Snapshot = Slim(input.Snapshot) })], shares);

    /// <summary>The snapshot without them.</summary>
    public static Snapshot Slim(Snapshot snapshot) => snapshot with
    {
        Files = [.. snapshot.Files.Select(file => file with { RowGroups = [.. file.RowGroups.Select(group => group with { Columns = [] })] })],
    };
}
