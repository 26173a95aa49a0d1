using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Reporting;

/// <summary>Compares what the cleaning did with the dirt that had been planted, kind by kind.</summary>
/// <remarks>
/// A planted value is found where no clean row of its key holds it any more; a repeated row where at most one row of its key is left; a row that
/// cannot be read where none is. False alarms are rows set aside or removed that nothing was done to, and cells changed that were right;
/// each counts against the kind that the same reasons, column or removal found most of.
/// </remarks>
internal static class TruthScore
{
    /// <summary>Planted, found and right per kind, in the order of the kinds' names.</summary>
    /// <param name="files">What is read.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <exception cref="JobFailedException">A file cannot be read or has no such key.</exception>
    public static Task<IReadOnlyList<DirtRecovery>> ComputeAsync(TruthFiles files, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<DirtRecovery>>(
            () =>
            {
                using var tables = new TruthTables(files.Key);
                var truth = tables.ReadTruth(files.Truth);
                var original = tables.ReadRows([files.Original]);
                var clean = tables.ReadRows(files.Clean);
                var quarantined = tables.ReadReasons(files.Quarantined);
                cancellationToken.ThrowIfCancellationRequested();
                return Score(truth, original, clean, quarantined);
            },
            cancellationToken);

    private static List<DirtRecovery> Score(
        IReadOnlyList<PlantedFault> truth, KeyedRows original, KeyedRows clean, IReadOnlyDictionary<long, IReadOnlyList<string>> quarantined)
    {
        var right = new Dictionary<string, long>(StringComparer.Ordinal);
        var servedBy = new Tally();
        foreach (var fault in truth.Where(fault => IsFound(fault, clean)))
        {
            right[fault.Kind] = right.GetValueOrDefault(fault.Kind) + 1;
            servedBy.Add(Means.Column(fault.Column), fault.Kind);
            if (quarantined.TryGetValue(fault.Key, out var reasons))
            {
                servedBy.Add(Means.Reasons(reasons), fault.Kind);
            }
        }

        var alarms = FalseAlarms([.. truth.Select(fault => fault.Key)], original, clean, quarantined)
            .Select(servedBy.MostServed).OfType<string>().CountBy(kind => kind).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. truth.CountBy(fault => fault.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind =>
            {
                var hits = right.GetValueOrDefault(kind.Key);
                return new DirtRecovery(kind.Key, kind.Value, hits + alarms.GetValueOrDefault(kind.Key), hits);
            }),
        ];
    }

    private static bool IsFound(PlantedFault fault, KeyedRows clean) => fault.Column switch
    {
        null => clean.RowsOf(fault.Key).Count <= 1,
        PlantedFault.WholeRow => clean.RowsOf(fault.Key).Count == 0,
        var column => clean.RowsOf(fault.Key).All(row => fault.Planted is null || !clean.Holds(row, column, fault.Planted)),
    };

    /// <summary>By what means rows and cells that nothing had been done to were struck: one entry per row or cell.</summary>
    private static IEnumerable<string> FalseAlarms(
        HashSet<long> dirty, KeyedRows original, KeyedRows clean, IReadOnlyDictionary<long, IReadOnlyList<string>> quarantined)
    {
        foreach (var key in original.Keys.Where(key => !dirty.Contains(key)))
        {
            var rows = clean.RowsOf(key);
            if (quarantined.TryGetValue(key, out var reasons))
            {
                yield return Means.Reasons(reasons);
            }
            else if (rows.Count == 0)
            {
                yield return Means.Column(null);
            }
            else
            {
                foreach (var column in clean.DifferingColumns(rows[0], original, original.RowsOf(key)[0]))
                {
                    yield return Means.Column(column);
                }
            }
        }
    }

    /// <summary>Names of the means by which a fault is found.</summary>
    private static class Means
    {
        public static string Reasons(IReadOnlyList<string> reasons) => "reasons " + string.Join('\n', reasons);

        public static string Column(string? column) => column is null ? "removal" : "column " + column;
    }

    /// <summary>How often each means found each kind.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<string, Dictionary<string, long>> _counts = new(StringComparer.Ordinal);

        public void Add(string means, string kind)
        {
            if (!_counts.TryGetValue(means, out var kinds))
            {
                _counts[means] = kinds = new Dictionary<string, long>(StringComparer.Ordinal);
            }

            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        /// <summary>The kind that <paramref name="means"/> found most of; null where it found none.</summary>
        public string? MostServed(string means) => !_counts.TryGetValue(means, out var kinds)
            ? null
            : kinds.OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).First().Key;
    }
}
