namespace Millrace.Jobs.Relations;

/// <summary>How a column of a table stands in its files, and what makes its value of it.</summary>
internal enum ColumnForm
{
    /// <summary>One file column, which is the value.</summary>
    Plain,

    /// <summary>One file column of whole numbers: the value as int64; a number that does not fit fails the run.</summary>
    Whole,

    /// <summary>One file column of whole numbers: the value times 10^scale.</summary>
    Scaled,

    /// <summary>Two file columns of whole numbers: a sum times 10^scale, and how many; the value is their quotient.</summary>
    Ratio,
}
