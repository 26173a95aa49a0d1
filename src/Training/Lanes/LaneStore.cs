using Apache.Arrow;

namespace Millrace.Training.Lanes;

/// <summary>
/// Rows sorted into lanes, in memory while they fit into <see cref="LaneStoreOptions.SpoolBytes"/>, else in one checked file a
/// lane that later runs find again.
/// </summary>
/// <remarks>Reading is thread-safe. Dispose closes the files and leaves them on disk; <see cref="DeleteFiles"/> removes them.</remarks>
public sealed class LaneStore : ILaneSource, IDisposable
{
    private readonly LaneStoreOptions _options;
    private readonly long[] _rows;
    private readonly byte[][]?[] _resident;
    private readonly SpoolFile?[] _files;

    internal LaneStore(
        LaneStoreOptions options, RowLayout layout, long[] rows, byte[][]?[] resident, SpoolFile?[] files, IReadOnlyList<string> notes)
    {
        _options = options;
        _rows = rows;
        _resident = resident;
        _files = files;
        Layout = layout;
        Notes = notes;
    }

    /// <inheritdoc/>
    public RowLayout Layout { get; }

    /// <inheritdoc/>
    public int Lanes => _options.Lanes;

    /// <inheritdoc/>
    public LaneRange Owned => _options.OwnedLanes;

    /// <summary>What happened while the store was built that a person should know, such as a damaged file that was rebuilt.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Rows of all owned lanes.</summary>
    public long TotalRows => Enumerable.Range(Owned.First, Owned.Count).Sum(l => _rows[l]);

    /// <summary>The spool files; empty when everything lies in memory.</summary>
    public IReadOnlyList<string> Files => [.. _files.Where(f => f is not null).Select(f => f!.Path)];

    internal LaneStoreOptions Options => _options;

    /// <summary>Builds a store from feature batches, or reuses the verified files of an earlier call with equal options.</summary>
    /// <param name="batches">Starts the stream of batches; each batch belongs to the store and is disposed. Not called when files are reused.</param>
    /// <param name="options">How rows become lanes.</param>
    /// <param name="cancellationToken">Stops the build; no file under a final name is left half-written.</param>
    /// <exception cref="LaneException">Faulty options or rows, or more rows than memory with no folder to put them.</exception>
    public static Task<LaneStore> BuildAsync(
        Func<CancellationToken, IAsyncEnumerable<RecordBatch>> batches, LaneStoreOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(options);
        return new LaneStoreBuilder(options).BuildAsync(batches, cancellationToken);
    }

    /// <summary>Opens the finished files of an earlier call with equal options.</summary>
    /// <exception cref="LaneException">A file is missing or damaged.</exception>
    public static Task<LaneStore> OpenAsync(LaneStoreOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new LaneStoreBuilder(options).TryReuse(out var faults, cancellationToken);
        return store is not null
            ? Task.FromResult(store)
            : Task.FromException<LaneStore>(new LaneException($"the lanes of run {options.Run} cannot be opened: {string.Join("; ", faults)}"));
    }

    /// <inheritdoc/>
    public long Rows(int lane) => _rows[Check(lane)];

    /// <inheritdoc/>
    public byte[]? ResidentBlock(int lane, int block) => _resident[Check(lane)]?[block];

    /// <inheritdoc/>
    public int ReadBlock(int lane, int block, byte[] destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (_resident[Check(lane)] is { } blocks)
        {
            blocks[block].CopyTo(destination, 0);
            return blocks[block].Length / Layout.RecordBytes;
        }

        return _files[lane]!.ReadBlock(block, destination);
    }

    /// <inheritdoc/>
    public void Announce(int lane, int block) => _files[Check(lane)]?.Announce(block);

    /// <summary>Closes and removes the spool files, as the owner of the work folder does when the run is over.</summary>
    public void DeleteFiles()
    {
        Dispose();
        foreach (var path in Files)
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files)
        {
            file?.Dispose();
        }
    }

    private int Check(int lane) =>
        Owned.Contains(lane) ? lane : throw new ArgumentOutOfRangeException(nameof(lane), lane, $"this store holds lanes {Owned.First} to {Owned.End - 1}");
}
