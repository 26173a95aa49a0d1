namespace Millrace.Jobs.Places;

/// <summary>What rows are to a stage.</summary>
internal enum RowRole
{
    /// <summary>Rows of the job's input, or clean rows: the split says which part each belongs to.</summary>
    Main,

    /// <summary>Quarantined rows in the clean layout: those that the split calls test are scored too.</summary>
    Quarantined,

    /// <summary>Rows of files that the job calls validation.</summary>
    Validation,

    /// <summary>Rows of files that the job calls test, every one of them.</summary>
    Test,
}
