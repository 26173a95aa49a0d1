namespace Millrace.Jobs.Places;

/// <summary>Rows to work on, and where the files of it go.</summary>
internal sealed record WorkRequest
{
    /// <summary>Name of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Key of the stage: shares that an earlier run finished under the same key may be used again.</summary>
    public required string Key { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<RowInput> Inputs { get; init; }

    /// <summary>Whether the rows are the job's own input, which Spark may have to read.</summary>
    public bool IsJobInput { get; init; }

    /// <summary>Full paths of folders by the kind of file that goes there. Emptied of everything else.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; init; } = new Dictionary<string, string>();

    /// <summary>Told how many rows are done, all shares together, and where the place knows more, that in a few words.</summary>
    public Action<long, string?> Progressed { get; init; } = static (_, _) => { };
}
