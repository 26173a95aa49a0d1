using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Cleaning.Compiled;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;

namespace Millrace.Features.Cleaning;

/// <summary>
/// The compiled row stage: contract and steps, checked and ready. Nothing in it is fitted; one row's outcome depends on that row alone.
/// Immutable and thread-safe; each thread works through its own <see cref="RowStageWorker"/>.
/// </summary>
public sealed class RowStage
{
    private RowStage(TableContract contract, IReadOnlyList<CleaningStep> steps, IReadOnlyList<CompiledStep> plan, IReadOnlyList<string> integers)
    {
        Contract = contract;
        Steps = steps;
        Plan = plan;
        Converters = [.. contract.Columns.Select(column => new ColumnConverter(column))];
        Derived = [.. contract.Columns.Select(column => steps.OfType<DeriveStep>().Any(step => step.Column == column.Name))];
        Integers = [.. integers.Select(name => IndexOf(contract, name))];
        CleanSchema = MakeSchema(contract, integers);
    }

    /// <summary>The contract.</summary>
    public TableContract Contract { get; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<CleaningStep> Steps { get; }

    /// <summary>
    /// Schema of clean batches: the contract's columns, then <c>_hash_hi</c>, <c>_hash_lo</c>, <c>_source_file</c>, <c>_source_row</c>, then
    /// <c>_int_COLUMN</c> of the columns that were asked for as integers.
    /// </summary>
    public Schema CleanSchema { get; }

    /// <summary>What runs over each batch after conversion.</summary>
    internal IReadOnlyList<CompiledStep> Plan { get; }

    /// <summary>One converter for each column of the contract.</summary>
    internal ColumnConverter[] Converters { get; }

    /// <summary>For each column of the contract, whether a step makes it, so that it is not read.</summary>
    internal bool[] Derived { get; }

    /// <summary>Ordinals of the columns that are also written as integers.</summary>
    internal int[] Integers { get; }

    /// <summary>Bytes of Arrow memory that batches of this stage hold at the moment; for tests and instruments.</summary>
    internal OutputMemory Memory { get; } = new();

    /// <summary>Checks contract and steps; all faults at once, none when they compile.</summary>
    public static IReadOnlyList<CleaningSpecFault> Check(TableContract contract, IReadOnlyList<CleaningStep> steps)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(steps);
        var compiler = new RowStageCompiler(contract, steps);
        compiler.Compile();
        return compiler.Faults;
    }

    /// <summary>Compiles contract and steps.</summary>
    /// <exception cref="CleaningSpecException">Something is wrong; carries every fault.</exception>
    public static RowStage Compile(TableContract contract, IReadOnlyList<CleaningStep> steps) => Compile(contract, steps, []);

    /// <summary>Compiles contract and steps.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="steps">The steps in order.</param>
    /// <param name="integers">
    /// Columns that clean batches hold as int64 too, under <c>_int_COLUMN</c>, for engines that sum or order them; see <see cref="HasIntegerForm"/>. They are no
    /// part of row hash or content hash.
    /// </param>
    /// <exception cref="CleaningSpecException">Something is wrong; carries every fault.</exception>
    /// <exception cref="ArgumentException">A column has no such form, or does not exist.</exception>
    public static RowStage Compile(TableContract contract, IReadOnlyList<CleaningStep> steps, IReadOnlyList<string> integers)
    {
        ArgumentNullException.ThrowIfNull(integers);
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(steps);
        var compiler = new RowStageCompiler(contract, steps);
        var plan = compiler.Compile();
        return compiler.Faults.Count == 0 ? new RowStage(contract, [.. steps], plan, integers) : throw new CleaningSpecException(compiler.Faults);
    }

    /// <summary>
    /// Whether a column has an exact int64 form: integers, booleans, dates (days), timestamps (microseconds), decimals of up to 18 digits (unscaled), and
    /// floating-point columns with a scale (times 10^scale).
    /// </summary>
    public static bool HasIntegerForm(ColumnContract column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return IntegerForm.Exists(column);
    }

    /// <summary>Name of the int64 form of a column in clean batches.</summary>
    public static string IntegerName(string column) => $"_int_{column}";

    /// <summary>The Arrow type in which clean batches hold a contract type.</summary>
    public static IArrowType ArrowTypeOf(ColumnType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            ColumnKind.Bool => BooleanType.Default,
            ColumnKind.UInt64 => new Decimal128Type(20, 0),
            ColumnKind.Float32 or ColumnKind.Float64 => DoubleType.Default,
            ColumnKind.Decimal => new Decimal128Type(type.Precision, type.Scale),
            ColumnKind.String => StringType.Default,
            ColumnKind.Date => Date32Type.Default,
            ColumnKind.Timestamp => new TimestampType(TimeUnit.Microsecond, "UTC"),
            ColumnKind.TimestampLocal => new TimestampType(TimeUnit.Microsecond, (string?)null),
            ColumnKind.List => new ListType(new Field("item", ArrowTypeOf(type.Element!), nullable: true)),
            _ => Int64Type.Default,
        };
    }

    /// <summary>A worker with its own scratch memory, for one thread at a time.</summary>
    /// <param name="keepsConverted">Whether results hold quarantined rows in the clean layout too.</param>
    public RowStageWorker CreateWorker(bool keepsConverted = true) => new(this, keepsConverted);

    private static int IndexOf(TableContract contract, string name)
    {
        for (var i = 0; i < contract.Columns.Count; i++)
        {
            if (contract.Columns[i].Name == name && IntegerForm.Exists(contract.Columns[i]))
            {
                return i;
            }
        }

        throw new ArgumentException($"The contract has no column '{name}' with an integer form.", nameof(name));
    }

    private static Schema MakeSchema(TableContract contract, IReadOnlyList<string> integers) => new(
        [
            .. contract.Columns.Select(column => new Field(column.Name, ArrowTypeOf(column.Type), nullable: true)),
            new Field("_hash_hi", Int64Type.Default, nullable: false),
            new Field("_hash_lo", Int64Type.Default, nullable: false),
            new Field("_source_file", Int32Type.Default, nullable: false),
            new Field("_source_row", Int64Type.Default, nullable: false),
            .. integers.Select(name => new Field(IntegerName(name), Int64Type.Default, nullable: true)),
        ],
        null);
}
