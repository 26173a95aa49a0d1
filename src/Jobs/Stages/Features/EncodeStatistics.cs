using Millrace.Features.Encoders;
using Millrace.Features.Hashing;
using Millrace.Features.Splitting;

namespace Millrace.Jobs.Stages.Features;

/// <summary>What encoding counts: a commutative monoid. Immutable and thread-safe.</summary>
/// <param name="Contents">Rows and their hash by part, as <see cref="ContentHash.ToString"/> writes them.</param>
/// <param name="Test">What encoding met in the test rows.</param>
internal sealed record EncodeStatistics(IReadOnlyList<string> Contents, EncodingReport Test)
{
    /// <summary>What no rows count.</summary>
    public static EncodeStatistics Empty { get; } =
        new([.. Enum.GetValues<SplitPart>().Select(_ => default(ContentHash).ToString())], EncodingReport.Empty);

    /// <summary>Rows and their hash.</summary>
    public ContentHash ContentOf(SplitPart part) => ContentHash.Parse(Contents[(int)part]);

    /// <summary>Both together.</summary>
    public static EncodeStatistics Merge(EncodeStatistics left, EncodeStatistics right) => new(
        [.. left.Contents.Zip(right.Contents, (a, b) => ContentHash.Merge(ContentHash.Parse(a), ContentHash.Parse(b)).ToString())],
        EncodingReport.Merge(left.Test, right.Test));
}
