using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>A further input as the plan needs it.</summary>
/// <param name="Name">Its name in the job.</param>
/// <param name="Spec">Its files, contract and cleaning.</param>
/// <param name="Table">What its clean files hold.</param>
/// <param name="Integers">Columns that the row stage writes as integers too.</param>
internal sealed record PlanInput(string Name, SideInputSpec Spec, PlanTable Table, IReadOnlyList<string> Integers);
