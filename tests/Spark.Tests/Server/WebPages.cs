using System.Text.Json;

namespace Millrace.Spark.Tests.Server;

/// <summary>The web pages of a running Spark application.</summary>
internal static class WebPages
{
    /// <summary>Fails where a page, or what the programs' interface says of the environment, holds the secret, or the setting that would hold it.</summary>
    public static async Task RequireWithoutAsync(string secret, string port, CancellationToken cancellationToken)
    {
        Assert.True(secret.Length > 30);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        using JsonDocument applications = JsonDocument.Parse(await http.GetStringAsync("api/v1/applications", cancellationToken));
        string id = Assert.Single(applications.RootElement.EnumerateArray()).GetProperty("id").GetString()!;
        string environment = await http.GetStringAsync($"api/v1/applications/{id}/environment", cancellationToken);
        Assert.Contains("spark.app.id", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("authenticate.token", environment, StringComparison.OrdinalIgnoreCase);
        foreach (string page in new[] { $"api/v1/applications/{id}/environment", "environment/", "jobs/", "stages/", "executors/", "connect/" })
        {
            Assert.DoesNotContain(secret, await http.GetStringAsync(page, cancellationToken), StringComparison.Ordinal);
        }
    }
}
