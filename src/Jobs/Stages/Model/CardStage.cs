using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Writes the model card beside the model.</summary>
internal static class CardStage
{
    public const string Name = "card";

    /// <summary>Writes <c>model/card.json</c> and <c>model/card.html</c>; gives the bytes of both.</summary>
    public static async Task<long> RunAsync(RunFacts facts, StageScope scope, CancellationToken cancellationToken)
    {
        var card = ModelCard.ToJson(facts);
        var json = JsonSerializer.SerializeToUtf8Bytes(card, LedgerJson.Options);
        var html = Encoding.UTF8.GetBytes(ModelCard.ToHtml(facts, card));
        string[] files = [scope.Folder.Place("model", "card.json"), scope.Folder.Place("model", "card.html")];
        await AtomicFile.WriteAsync(files[0], json, cancellationToken);
        await AtomicFile.WriteAsync(files[1], html, cancellationToken);

        // The page shows the baselines too, which promise no bytes; the JSON does not.
        scope.Commit(Name, files, rows: null, Convert.ToHexStringLower(SHA256.HashData(json)));
        return json.Length + html.Length;
    }
}
