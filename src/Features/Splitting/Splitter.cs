using Apache.Arrow;
using Millrace.Exact;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Times;
using Millrace.Features.Hashing;

namespace Millrace.Features.Splitting;

/// <summary>Gives each clean row its part. A row's part depends on that row alone. Immutable and thread-safe.</summary>
public sealed class Splitter
{
    private readonly ColumnContract? _column;
    private readonly long[] _cuts;
    private readonly CategoryIndex _test;
    private readonly CategoryIndex _validation;
    private readonly SplitPart?[]? _files;

    private Splitter(SplitSpec spec, TableContract contract, IReadOnlyList<SplitPart?>? partsOfFiles)
    {
        Spec = spec;
        var column = (spec as TimeSplitSpec)?.Column ?? (spec as ColumnSplitSpec)?.Column;
        _column = contract.Columns.FirstOrDefault(each => each.Name == column);
        _cuts = spec is TimeSplitSpec time ? [.. time.Cuts.Select(cut => TimeCut.TryParse(cut)!.Value)] : [];
        _test = new CategoryIndex(spec is ColumnSplitSpec { Test: var test } ? [.. test.Distinct()] : []);
        _validation = new CategoryIndex(spec is ColumnSplitSpec { Validation: var validation } ? [.. validation.Distinct()] : []);
        _files = partsOfFiles is null ? null : [.. partsOfFiles];
    }

    /// <summary>The specification.</summary>
    public SplitSpec Spec { get; }

    /// <summary>All faults of a split against a contract; none when it compiles.</summary>
    public static IReadOnlyList<SplitFault> Check(SplitSpec spec, TableContract contract)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(contract);
        return SplitChecker.Check(spec, contract);
    }

    /// <summary>Compiles a split.</summary>
    /// <param name="spec">The split.</param>
    /// <param name="contract">Contract of the clean rows.</param>
    /// <param name="partsOfFiles">
    /// For <see cref="FilesSplitSpec"/>: the part of each file by its ordinal in the snapshot (<c>_source_file</c>); null for files whose rows are divided
    /// by share. Left out: the input holds none of the named files, and all its rows are divided by share.
    /// </param>
    /// <exception cref="SplitSpecException">Something is wrong; carries every fault.</exception>
    public static Splitter Create(SplitSpec spec, TableContract contract, IReadOnlyList<SplitPart?>? partsOfFiles = null)
    {
        var faults = Check(spec, contract);
        if (faults.Count > 0)
        {
            throw new SplitSpecException(faults);
        }

        return new Splitter(spec, contract, partsOfFiles);
    }

    /// <summary>The parts of the rows of a clean batch.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <param name="parts">Receives one part a row; as long as the batch.</param>
    /// <exception cref="FeatureFitException">A column is missing or of another type.</exception>
    public void Assign(RecordBatch clean, Span<SplitPart> parts)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentOutOfRangeException.ThrowIfNotEqual(parts.Length, clean.Length, nameof(parts));
        switch (Spec)
        {
            case HashSplitSpec hash:
                AssignShares(clean, parts, hash.By, hash.Test, hash.Validation);
                break;
            case TimeSplitSpec time:
                AssignShares(clean, parts, [], 0, time.Cuts.Count == 1 ? time.Validation : 0);
                AssignTimes(clean, parts);
                break;
            case ColumnSplitSpec column:
                AssignShares(clean, parts, [], 0, column.Validation.Count == 0 ? column.ValidationShare : 0);
                AssignValues(clean, parts);
                break;
            case FilesSplitSpec files:
                AssignShares(clean, parts, files.By, 0, files.ValidationFiles.Count == 0 ? files.Validation : 0);
                AssignFiles(clean, parts);
                break;
        }
    }

    private void AssignShares(RecordBatch clean, Span<SplitPart> parts, IReadOnlyList<string> by, double test, double validation)
    {
        if (test + validation == 0)
        {
            parts.Clear();
            return;
        }

        var key = KeyedHash.Hash(KeyedHash.SplitKey, unchecked((long)Spec.SplitSeed), 0);
        ReadOnlySpan<long> hi;
        ReadOnlySpan<long> lo;
        if (by.Count == 0)
        {
            hi = CleanColumns.GetLongs(clean, "_hash_hi");
            lo = CleanColumns.GetLongs(clean, "_hash_lo");
        }
        else
        {
            var (groupHi, groupLo) = (new long[clean.Length], new long[clean.Length]);
            RowIdentity.Compute(clean, [.. by.Select(name => IndexOf(clean, name))], groupHi, groupLo);
            hi = groupHi;
            lo = groupLo;
        }

        for (var row = 0; row < parts.Length; row++)
        {
            // 53 bits of the hash as a number from 0 to below 1, exactly.
            var at = (KeyedHash.Hash(key, hi[row], lo[row]) >> 11) * (1.0 / 9007199254740992.0);
            parts[row] = at < test ? SplitPart.Test : at < test + validation ? SplitPart.Validation : SplitPart.Train;
        }
    }

    private void AssignTimes(RecordBatch clean, Span<SplitPart> parts)
    {
        var array = CleanColumns.Get(clean, _column!.Name, _column.Type);
        var reader = new InstantReader(null);
        for (var row = 0; row < parts.Length; row++)
        {
            var micros = reader.Read(array, row);
            if (micros == InstantReader.None)
            {
                parts[row] = SplitPart.Train;
            }
            else if (micros >= _cuts[^1])
            {
                parts[row] = SplitPart.Test;
            }
            else if (_cuts.Length == 2)
            {
                parts[row] = micros >= _cuts[0] ? SplitPart.Validation : SplitPart.Train;
            }
        }
    }

    private void AssignValues(RecordBatch clean, Span<SplitPart> parts)
    {
        var reader = new CategoryReader(CleanColumns.Get(clean, _column!.Name, _column.Type), stackalloc byte[CategoryReader.ScratchBytes]);
        for (var row = 0; row < parts.Length; row++)
        {
            if (reader.TryRead(row, out var value))
            {
                parts[row] = _test.Find(value) >= 0 ? SplitPart.Test : _validation.Find(value) >= 0 ? SplitPart.Validation : parts[row];
            }
        }
    }

    private void AssignFiles(RecordBatch clean, Span<SplitPart> parts)
    {
        if (_files is null)
        {
            return;
        }

        var index = CleanColumns.IndexOf(clean, "_source_file");
        var files = index >= 0 && clean.Column(index) is Int32Array { NullCount: 0 } found
            ? found.Values
            : throw new FeatureFitException(FeatureFitFault.SchemaMismatch, "_source_file", clean.Length, "column _source_file of the clean layout is missing or no int32");
        for (var row = 0; row < parts.Length; row++)
        {
            parts[row] = files[row] >= 0 && files[row] < _files.Length
                ? _files[files[row]] ?? parts[row]
                : throw new FeatureFitException(FeatureFitFault.SchemaMismatch, "_source_file", 1, $"a row says file {files[row]}, but parts are known of {_files.Length} files");
        }
    }

    private static int IndexOf(RecordBatch clean, string name) => CleanColumns.IndexOf(clean, name) is >= 0 and var index
        ? index
        : throw new FeatureFitException(FeatureFitFault.SchemaMismatch, name, clean.Length, $"column {name} is not in the batch");
}
