using Millrace.Features.Contracts;

namespace Millrace.Features.Splitting;

/// <summary>Finds every fault of a split against a contract.</summary>
internal static class SplitChecker
{
    /// <summary>All faults; none when it is sound.</summary>
    public static List<SplitFault> Check(SplitSpec spec, TableContract contract)
    {
        var faults = new List<SplitFault>();
        switch (spec)
        {
            case HashSplitSpec hash:
                CheckShare(nameof(HashSplitSpec.Validation), hash.Validation, faults);
                CheckShare(nameof(HashSplitSpec.Test), hash.Test, faults);
                if (hash.Validation + hash.Test >= 1)
                {
                    faults.Add(new SplitFault(nameof(HashSplitSpec.Test), "validation and test together leave no training rows; their shares must stay below 1"));
                }

                CheckColumns(nameof(HashSplitSpec.By), hash.By, contract, faults);
                break;
            case TimeSplitSpec time:
                CheckTime(time, contract, faults);
                break;
            case ColumnSplitSpec column:
                CheckColumn(column, contract, faults);
                break;
            case FilesSplitSpec files:
                CheckShare(nameof(FilesSplitSpec.Validation), files.Validation, faults);
                CheckColumns(nameof(FilesSplitSpec.By), files.By, contract, faults);
                if (files.Test.Count == 0 && files.ValidationFiles.Count == 0)
                {
                    faults.Add(new SplitFault(nameof(FilesSplitSpec.Test), "a split by files names test or validation files"));
                }

                break;
            default:
                throw new NotSupportedException(spec.GetType().Name);
        }

        return faults;
    }

    private static void CheckTime(TimeSplitSpec time, TableContract contract, List<SplitFault> faults)
    {
        CheckShare(nameof(TimeSplitSpec.Validation), time.Validation, faults);
        var column = Find(time.Column, contract, faults);
        if (column is not null && column.Type.Kind is not (ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampLocal))
        {
            faults.Add(new SplitFault(nameof(TimeSplitSpec.Column), $"column {time.Column} is {column.Type}; a split by time needs a date, timestamp or timestamp_local"));
        }

        if (time.Cuts.Count is not (1 or 2))
        {
            faults.Add(new SplitFault(nameof(TimeSplitSpec.Cuts), $"a split by time has one cut (test) or two (validation, test), not {time.Cuts.Count}"));
            return;
        }

        var before = long.MinValue;
        foreach (var cut in time.Cuts)
        {
            if (TimeCut.TryParse(cut) is not { } micros)
            {
                faults.Add(new SplitFault(nameof(TimeSplitSpec.Cuts), $"'{cut}' is no time; write for example 2013-01-15 or 2013-01-15T06:00:00"));
            }
            else if (micros <= before)
            {
                faults.Add(new SplitFault(nameof(TimeSplitSpec.Cuts), $"the cut '{cut}' is not after the one before it"));
            }
            else
            {
                before = micros;
            }
        }
    }

    private static void CheckColumn(ColumnSplitSpec spec, TableContract contract, List<SplitFault> faults)
    {
        CheckShare(nameof(ColumnSplitSpec.ValidationShare), spec.ValidationShare, faults);
        var column = Find(spec.Column, contract, faults);
        if (column is not null && !column.Type.IsInteger && column.Type.Kind is not (ColumnKind.String or ColumnKind.Bool))
        {
            faults.Add(new SplitFault(nameof(ColumnSplitSpec.Column), $"column {spec.Column} is {column.Type}; a split by column needs a string, a whole number or a boolean"));
        }

        if (spec.Test.Count == 0 && spec.Validation.Count == 0)
        {
            faults.Add(new SplitFault(nameof(ColumnSplitSpec.Test), "a split by column names values of test or validation rows"));
        }

        foreach (var both in spec.Test.Intersect(spec.Validation, StringComparer.Ordinal))
        {
            faults.Add(new SplitFault(nameof(ColumnSplitSpec.Validation), $"the value '{both}' stands for test and validation"));
        }
    }

    private static void CheckShare(string member, double share, List<SplitFault> faults)
    {
        if (!(share >= 0 && share < 1))
        {
            faults.Add(new SplitFault(member, $"a share is 0 to below 1, not {share.ToString(System.Globalization.CultureInfo.InvariantCulture)}"));
        }
    }

    private static void CheckColumns(string member, IReadOnlyList<string> names, TableContract contract, List<SplitFault> faults)
    {
        foreach (var name in names)
        {
            Find(name, contract, faults, member);
        }
    }

    private static ColumnContract? Find(string name, TableContract contract, List<SplitFault> faults, string member = "Column")
    {
        var column = contract.Columns.FirstOrDefault(each => each.Name == name);
        if (column is null)
        {
            faults.Add(new SplitFault(member, $"column {name} is not in the contract"));
        }

        return column;
    }
}
