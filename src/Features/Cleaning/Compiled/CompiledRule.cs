using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>A rule: its check, and what happens where it is false or unknown.</summary>
internal sealed class CompiledRule(RuleStep step, Node check, CompiledAction? action) : CompiledStep
{
    public override void Run(StageBatch batch, WorkerCaches caches)
    {
        var (pool, rows) = (batch.Pool, batch.Rows);
        batch.Context.Begin();
        var outcome = check.Evaluate(batch.Context);
        var (failed, unknown) = (pool.RentMask(rows), pool.RentEmptyMask(rows));
        if (outcome.IsConstant)
        {
            Spread(outcome, failed, unknown, rows);
        }
        else
        {
            BitMask.Not(outcome.Bits, failed, rows);
            if (outcome.Valid is { } valid)
            {
                BitMask.And(failed, valid, failed, rows);
                BitMask.Not(valid, unknown, rows);
            }
        }

        batch.Rules.Add((step.Name, Count(batch, failed, unknown)));
        if (step.Otherwise == RuleAction.Quarantine)
        {
            batch.AddReason(step.Name, failed);
        }
        else if (action is not null && BitMask.Any(failed, rows))
        {
            action.Apply(batch, failed);
        }

        if (step.WhenUnknown == UnknownAction.Quarantine)
        {
            batch.AddReason($"{step.Name}:unknown", unknown);
        }
    }

    private static void Spread(Vector outcome, ulong[] failed, ulong[] unknown, int rows)
    {
        failed.AsSpan(0, BitMask.Words(rows)).Clear();
        if (!outcome.IsValid(0))
        {
            BitMask.Fill(unknown, rows);
        }
        else if (!BitMask.Get(outcome.Bits, 0))
        {
            BitMask.Fill(failed, rows);
        }
    }

    private static RuleCounts Count(StageBatch batch, ulong[] failed, ulong[] unknown)
    {
        var failedRows = BitMask.Count(failed, batch.Rows);
        var unknownRows = BitMask.Count(unknown, batch.Rows);
        var noResult = 0;
        if (unknownRows > 0 && batch.Context.NoResult is { } marked)
        {
            var both = batch.Pool.RentMask(batch.Rows);
            BitMask.And(marked, unknown, both, batch.Rows);
            noResult = BitMask.Count(both, batch.Rows);
        }

        return new RuleCounts(batch.Rows - failedRows - unknownRows, failedRows, unknownRows, noResult);
    }
}
