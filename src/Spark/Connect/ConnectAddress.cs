using System.Globalization;
using System.Net;

namespace Millrace.Spark.Connect;

/// <summary>
/// A parsed <c>sc://host:port/;name=value;…</c>: Spark's own form of address. Known names are <c>token</c>, <c>use_ssl</c>,
/// <c>user_id</c>, <c>user_agent</c> and <c>session_id</c>; every other is sent as a header with each call.
/// </summary>
internal sealed record ConnectAddress
{
    public const int DefaultPort = 15002;

    private const string Scheme = "sc://";

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required bool UseTls { get; init; }

    public string? Token { get; init; }

    public string? UserId { get; init; }

    public string? UserAgent { get; init; }

    public Guid? SessionId { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public Uri ChannelUri => new($"{(UseTls ? "https" : "http")}://{Host}:{Port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Reads an address. A token is never sent in clear to another machine.</summary>
    /// <exception cref="FormatException">The address is not of this form; the message does not repeat a token.</exception>
    public static ConnectAddress Parse(string url)
    {
        if (!url.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw new FormatException("A Spark Connect address starts with sc://.");
        }

        string rest = url[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string authority = slash < 0 ? rest : rest[..slash];
        Dictionary<string, string> parameters = ReadParameters(slash < 0 ? "" : rest[(slash + 1)..]);
        (string host, int port) = ReadAuthority(authority);

        string? token = Take(parameters, "token");
        bool? useTls = ReadBoolean("use_ssl", Take(parameters, "use_ssl"));
        bool loopback = IsLoopback(host);
        if (token is not null && useTls == false && !loopback)
        {
            throw new FormatException("A token is sent to another machine only with use_ssl=true.");
        }

        string? sessionId = Take(parameters, "session_id");
        return new ConnectAddress
        {
            Host = host,
            Port = port,
            UseTls = useTls ?? (token is not null && !loopback),
            Token = token,
            UserId = Take(parameters, "user_id"),
            UserAgent = Take(parameters, "user_agent"),
            SessionId = sessionId is null ? null
                : Guid.TryParseExact(sessionId, "D", out Guid id) ? id
                : throw new FormatException("session_id is a UUID."),
            Headers = parameters,
        };
    }

    /// <summary>The address without token and headers, for messages and logs.</summary>
    public override string ToString() => $"{Scheme}{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";

    private static (string Host, int Port) ReadAuthority(string authority)
    {
        int bracket = authority.LastIndexOf(']');
        int colon = authority.LastIndexOf(':');
        string host = colon > bracket ? authority[..colon] : authority;
        int port = DefaultPort;
        if (colon > bracket && (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port is < 1 or > 65535))
        {
            throw new FormatException("The port of a Spark Connect address is a number from 1 to 65535.");
        }

        return Uri.CheckHostName(host) == UriHostNameType.Unknown
            ? throw new FormatException("A Spark Connect address names a host: sc://host:port.")
            : (host, port);
    }

    private static Dictionary<string, string> ReadParameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (text.Length == 0)
        {
            return parameters;
        }

        if (text[0] != ';')
        {
            throw new FormatException("A Spark Connect address has no path; settings follow '/;'.");
        }

        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException("Settings of a Spark Connect address have the form name=value.");
            }

            if (!parameters.TryAdd(part[..equals], Uri.UnescapeDataString(part[(equals + 1)..])))
            {
                throw new FormatException($"The setting {part[..equals]} stands twice in the Spark Connect address.");
            }
        }

        return parameters;
    }

    private static string? Take(Dictionary<string, string> parameters, string name) =>
        parameters.Remove(name, out string? value) && value.Length > 0 ? value : null;

    private static bool? ReadBoolean(string name, string? value) => value switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw new FormatException($"{name} is true or false."),
    };

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
