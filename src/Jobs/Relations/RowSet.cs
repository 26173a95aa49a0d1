namespace Millrace.Jobs.Relations;

/// <summary>Which rows of the main table a row belongs to. All are joined; only <see cref="Clean"/> tells others anything.</summary>
internal enum RowSet
{
    /// <summary>Rows that kept every rule.</summary>
    Clean,

    /// <summary>Quarantined rows in the clean layout: those of the test are scored too.</summary>
    Quarantined,

    /// <summary>Rows of files that the job calls test.</summary>
    Test,

    /// <summary>Rows of files that the job calls validation.</summary>
    Validation,
}
