using System.Security.Cryptography;
using Apache.Arrow;

namespace Millrace.Training.Lanes;

/// <summary>
/// Builds a <see cref="LaneStore"/>: rows go to buffers of their lanes; above the memory limit the buffers are appended to
/// part files; at the end each lane is sorted by row id and put into blocks, in memory or in its file.
/// </summary>
internal sealed class LaneStoreBuilder
{
    private readonly LaneStoreOptions _options;
    private readonly List<string> _notes = [];
    private readonly string _own;
    private readonly LaneBuffer?[] _buffers;
    private readonly long[] _rows;
    private FeatureBatchReader? _reader;
    private bool _spilled;

    public LaneStoreBuilder(LaneStoreOptions options)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new LaneException("lanes: " + string.Join("; ", faults));
        }

        _options = options;
        _own = options.SharedFolder ? "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) : "";
        _rows = new long[options.Lanes];
        _buffers = [.. Enumerable.Range(0, options.Lanes).Select(l => options.OwnedLanes.Contains(l) ? new LaneBuffer() : null)];
    }

    private IEnumerable<int> OwnedLanes => Enumerable.Range(_options.OwnedLanes.First, _options.OwnedLanes.Count);

    public async Task<LaneStore> BuildAsync(
        Func<CancellationToken, IAsyncEnumerable<RecordBatch>> batches, CancellationToken cancellationToken)
    {
        if (_options.Folder is { } folder)
        {
            Directory.CreateDirectory(folder);
            if (TryReuse(out var faults, cancellationToken) is { } store)
            {
                return store;
            }

            _notes.AddRange(faults.Select(f => $"rebuilt: {f}"));
            RemoveParts(folder);
        }

        try
        {
            await foreach (var batch in batches(cancellationToken).WithCancellation(cancellationToken))
            {
                await TakeAsync(batch, cancellationToken);
            }

            return await FinishAsync(cancellationToken);
        }
        finally
        {
            if (_options.Folder is { } used && (_spilled || _options.SharedFolder))
            {
                RemoveParts(used);
            }
        }
    }

    /// <summary>The store over finished files, or null and what is wrong with those that are there.</summary>
    public LaneStore? TryReuse(out IReadOnlyList<string> faults, CancellationToken cancellationToken)
    {
        var (found, files) = (new List<string>(), new SpoolFile?[_options.Lanes]);
        faults = found;
        if (_options.Folder is null || !OwnedLanes.All(l => File.Exists(FinalPath(l))))
        {
            found.AddRange(OwnedLanes.Any(l => File.Exists(FinalPath(l))) ? ["not all lanes were finished"] : []);
            return null;
        }

        try
        {
            foreach (var lane in OwnedLanes)
            {
                var file = files[lane] = SpoolFile.Open(FinalPath(lane));
                var header = file.Header;
                if (header.Run != _options.Run || header.FeatureHash != _options.FeatureHash || header.Lane != lane || header.Lanes != _options.Lanes)
                {
                    throw new LaneException($"{file.Path} belongs to another run");
                }

                if (!_options.Trusted)
                {
                    file.Verify(cancellationToken);
                }

                _rows[lane] = header.Rows;
            }

            return new LaneStore(
                _options, files[_options.OwnedLanes.First]!.Header.Layout, _rows, new byte[][]?[_options.Lanes], files, [.. _notes]);
        }
        catch (Exception e) when (e is LaneException or IOException or System.Text.Json.JsonException)
        {
            found.Add(e.Message);
            System.Array.Clear(_rows);
            foreach (var file in files)
            {
                file?.Dispose();
            }

            return null;
        }
    }

    private async Task TakeAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        using (batch)
        {
            _reader ??= FeatureBatchReader.For(batch.Schema, _options);
            _reader.Append(batch, _buffers, _rows);
        }

        // Half of the limit: finishing a lane holds its entries and its blocks at the same time.
        if (_buffers.Sum(b => b?.HeldBytes ?? 0) <= _options.SpoolBytes / 2)
        {
            return;
        }

        if (_options.Folder is null)
        {
            throw new LaneException($"the rows take more than spool_bytes ({_options.SpoolBytes:N0}) and there is no folder to put them in");
        }

        _spilled = true;
        foreach (var lane in OwnedLanes)
        {
            await _buffers[lane]!.SpillAsync(PartPath(lane), cancellationToken);
        }
    }

    private async Task<LaneStore> FinishAsync(CancellationToken cancellationToken)
    {
        var layout = _reader?.Layout() ?? throw new LaneException("there are no rows at all");
        if (layout.Validate() is { Count: > 0 } faults)
        {
            throw new LaneException("feature batches: " + string.Join("; ", faults));
        }

        var spools = _spilled || _options.AlwaysSpool || SpoolsPadded(layout);
        var (resident, files) = (new byte[][]?[_options.Lanes], new SpoolFile?[_options.Lanes]);
        foreach (var lane in OwnedLanes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (spools)
            {
                await WriteLaneAsync(lane, layout, cancellationToken);
                files[lane] = SpoolFile.Open(FinalPath(lane));
            }
            else
            {
                var blocks = new List<byte[]>();
                var collector = new BlockCollector(layout, reuse: false, (block, _) => blocks.Add(block));
                await SortLaneAsync(lane, collector, cancellationToken);
                resident[lane] = [.. blocks];
            }
        }

        return new LaneStore(_options, layout, _rows, resident, files, [.. _notes]);
    }

    /// <summary>Whether finished rows take too much memory although their entries did not: each has the room of the longest list.</summary>
    private bool SpoolsPadded(RowLayout layout)
    {
        var padded = OwnedLanes.Sum(lane => _rows[lane]) * layout.RecordBytes;
        if (padded <= _options.SpoolBytes / 2)
        {
            return false;
        }

        if (_options.Folder is not null)
        {
            return true;
        }

        // A row without lists is no larger when it is finished: its entry would have been refused before.
        var longest = layout.Sequences.MaxBy(sequence => sequence.MaxLength)!;
        throw new LaneException(
            $"the rows take {padded:N0} bytes, more than half of spool_bytes ({_options.SpoolBytes:N0}), and there is no folder to put them in: "
            + $"each has room for the longest list of sequence {longest.Name}, {longest.MaxLength:N0} elements");
    }

    private Task WriteLaneAsync(int lane, RowLayout layout, CancellationToken cancellationToken)
    {
        var header = new SpoolHeader
        {
            Run = _options.Run,
            FeatureHash = _options.FeatureHash,
            Lane = lane,
            Lanes = _options.Lanes,
            Rows = _rows[lane],
            Layout = layout,
        };
        return SpoolFile.WriteAsync(
            FinalPath(lane), TemporaryPath(lane), header, append => SortLaneAsync(lane, new BlockCollector(layout, reuse: true, append), cancellationToken));
    }

    private async Task SortLaneAsync(int lane, BlockCollector collector, CancellationToken cancellationToken)
    {
        var buffer = _buffers[lane]!;
        if (_spilled)
        {
            await buffer.SpillAsync(PartPath(lane), cancellationToken);
            if (File.Exists(PartPath(lane)))
            {
                await new BucketSort(_options.SpoolBytes / 4, collector.Add).SortAsync(PartPath(lane), 0, cancellationToken);
            }
        }
        else
        {
            SortedRows.Emit([.. buffer.Filled()], buffer.Rows, collector.Add);
            buffer.Clear();
        }

        collector.Complete();
        if (collector.TotalRows != _rows[lane])
        {
            throw new LaneException($"lane {lane} has {collector.TotalRows} rows after sorting, {_rows[lane]} before");
        }
    }

    private string FinalPath(int lane) => _options.FileOf(lane);

    private string PartPath(int lane) => Path.ChangeExtension(FinalPath(lane), _own + ".part");

    private string TemporaryPath(int lane) => FinalPath(lane) + _own + ".tmp";

    private void RemoveParts(string folder)
    {
        foreach (var lane in OwnedLanes)
        {
            foreach (var path in Directory.EnumerateFiles(folder, Path.GetFileName(PartPath(lane)) + "*"))
            {
                File.Delete(path);
            }

            File.Delete(TemporaryPath(lane));
        }
    }
}
