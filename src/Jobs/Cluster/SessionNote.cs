using System.Text.Json;
using Millrace.Jobs.Ledger;
using Millrace.Spark;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Which session works for a run folder. A Connect server lets the operation of a driver that was killed run on for minutes, in slots that the next driver needs at once; whoever holds the folder
/// now ends what worked for it before. A Spark that a driver started itself ends with it and needs no note.
/// </summary>
/// <param name="folder">The run folder, held.</param>
/// <param name="address">Where Spark is.</param>
internal sealed class SessionNote(RunFolder folder, SparkAddress address)
{
    private readonly string _file = folder.Place("work", "spark-session.json");

    /// <summary>Ends the session of an earlier driver, and with it what it still runs. A session or server that is gone is no failure.</summary>
    public async Task EndEarlierAsync(CancellationToken cancellationToken)
    {
        if (address.Remote is not { } remote || remote.Contains("session_id=", StringComparison.Ordinal) || Read() is not { } earlier || earlier.Server != address.ForPeople)
        {
            return;
        }

        try
        {
            var settings = remote.Contains("/;", StringComparison.Ordinal) ? remote + ";" : remote.TrimEnd('/') + "/;";
            var builder = SparkSession.Builder().Remote($"{settings}session_id={earlier.SessionId:D}");
            await (await builder.CreateAsync(cancellationToken)).DisposeAsync();
        }
        catch (SparkException)
        {
            // It has ended. Whether Spark itself is there, the next call says.
        }

        Forget();
    }

    /// <summary>Notes the session that works now.</summary>
    public async Task KeepAsync(SparkSession session, CancellationToken cancellationToken)
    {
        if (address.Remote is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            await AtomicFile.WriteAsync(_file, JsonSerializer.SerializeToUtf8Bytes(new Note(address.ForPeople, Guid.Parse(session.SessionId))), cancellationToken);
        }
    }

    /// <summary>Nothing works for the folder any more.</summary>
    public void Forget()
    {
        // Scoring clears the work folder before it lets go of Spark.
        if (File.Exists(_file))
        {
            File.Delete(_file);
        }
    }

    private Note? Read()
    {
        try
        {
            return File.Exists(_file) ? JsonSerializer.Deserialize<Note>(File.ReadAllBytes(_file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What stands in the file: no token.</summary>
    /// <param name="Server">The server, for people.</param>
    /// <param name="SessionId">Its session.</param>
    private sealed record Note(string Server, Guid SessionId);
}
