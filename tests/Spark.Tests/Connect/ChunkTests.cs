using Millrace.Spark.Connect;
using Millrace.Spark.Sql;

namespace Millrace.Spark.Tests.Connect;

/// <summary>Batches that Spark (4.1 and later) cuts into pieces, down to the smallest size that may be asked for.</summary>
public sealed class ChunkTests(SparkFixture spark)
{
    private const long Rows = 300_000;
    private const int PieceBytes = 64 << 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_batch_comes_in_many_pieces_and_is_whole()
    {
        var pieces = new List<Protos.ExecutePlanResponse.Types.ArrowBatch>();
        await using SparkSession session = await SessionAsync(response =>
        {
            if (response.ArrowBatch is { } piece)
            {
                pieces.Add(piece);
            }

            return true;
        });
        await CheckRowsAsync(session);
        Assert.True(pieces.Count(static piece => piece.NumChunksInBatch > 1) >= 20, $"{pieces.Count} messages, none of a batch in many pieces");
        Assert.All(pieces, static piece => Assert.InRange(piece.Data.Length, 1, PieceBytes));
        Assert.Contains(pieces, static piece => piece.ChunkIndex >= 10);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    [InlineData("last of the result")]
    [InlineData("last of the first batch")]
    public async Task A_missing_piece_is_a_typed_error_and_no_row_of_its_batch_is_given(string which)
    {
        int left = 0;
        long batches = 0;
        await using SparkSession session = await SessionAsync(response =>
        {
            if (response.ArrowBatch is not { NumChunksInBatch: > 1 } piece)
            {
                return true;
            }

            batches += piece.ChunkIndex == 0 ? 1 : 0;
            bool isLast = piece.ChunkIndex == piece.NumChunksInBatch - 1;
            bool isIt = which switch
            {
                "first" => piece.ChunkIndex == 0,
                "second" => piece.ChunkIndex == 1,
                "last of the first batch" => isLast && batches == 1,
                _ => isLast && piece.StartOffset + piece.RowCount == Rows,
            };
            left += isIt ? 1 : 0;
            return !isIt;
        });
        long given = 0;
        await Assert.ThrowsAsync<SparkProtocolException>(async () =>
        {
            await foreach (var batch in Numbers(session).ToArrowStream(Token))
            {
                given += batch.Length;
            }
        });
        Assert.True(left > 0, "no piece was left out");
        Assert.InRange(given, 0, which == "last of the result" ? Rows - 1 : 0);
        await using SparkSession other = await spark.SessionAsync();
        await CheckRowsAsync(other);
    }

    private static DataFrame Numbers(SparkSession session) => session.Range(0, Rows, 1, 1);

    private static async Task CheckRowsAsync(SparkSession session)
    {
        long next = 0;
        await foreach (var batch in Numbers(session).ToArrowStream(Token))
        {
            foreach (long value in ((Apache.Arrow.Int64Array)batch.Column(0)).Values)
            {
                Assert.Equal(next++, value);
            }
        }

        Assert.Equal(Rows, next);
    }

    /// <summary>Batches of up to 200,000 rows, in the smallest pieces.</summary>
    private async Task<SparkSession> SessionAsync(Func<Protos.ExecutePlanResponse, bool> keep)
    {
        var options = new ConnectOptions { ChunkBytes = PieceBytes, Around = inner => new MessageFilter(inner, keep) };
        SparkSession session = await SparkSession.ConnectAsync((await spark.ServerAsync()).Url, options, null, Token);
        await session.Conf().SetAsync("spark.sql.execution.arrow.maxRecordsPerBatch", "200000", Token);
        return session;
    }
}
