namespace Millrace.Jobs.Survey;

/// <summary>How a column of one file differs from the first file's.</summary>
internal enum SchemaDifferenceKind
{
    /// <summary>The first file has it, this one does not.</summary>
    Missing,

    /// <summary>This file has it, the first does not.</summary>
    Extra,

    /// <summary>Both have it, with different types.</summary>
    OtherType,

    /// <summary>Two columns of this file, or one here and one in the first file, differ in case only.</summary>
    CaseCollision,

    /// <summary>A partition key has the name of a column; the key's value is used.</summary>
    PartitionKey,
}
