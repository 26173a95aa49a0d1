namespace Millrace.Features.Cleaning.Compiled;

/// <summary>What a rule changes where its check is false. Immutable and thread-safe.</summary>
internal abstract class CompiledAction
{
    /// <summary>Changes the rule's column in the failed rows.</summary>
    public abstract void Apply(StageBatch batch, ulong[] failed);
}
