using System.Text;
using System.Text.Json;

namespace Millrace.Training.Ranks;

/// <summary>JSON lines over a pair of streams, each line of bounded length.</summary>
internal sealed class LineChannel(Stream input, Stream output) : IDisposable
{
    private const int MaxLineBytes = 1 << 26;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private byte[] _buffer = new byte[1 << 14];
    private int _held;

    /// <summary>Writes one value; callers may overlap.</summary>
    public async Task SendAsync<T>(T value, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, TrainingJson.Options);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await output.WriteAsync(bytes, cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads one value; null at the end of the stream.</summary>
    /// <exception cref="TrainingException">The line is too long or no such value.</exception>
    public async Task<T?> ReceiveAsync<T>(CancellationToken cancellationToken)
        where T : class
    {
        var seen = 0;
        while (true)
        {
            var end = Array.IndexOf(_buffer, (byte)'\n', seen, _held - seen);
            if (end >= 0)
            {
                var value = Parse<T>(_buffer.AsSpan(0, end));
                _buffer.AsSpan(end + 1, _held - end - 1).CopyTo(_buffer);
                _held -= end + 1;
                return value;
            }

            seen = _held;
            if (_held == _buffer.Length)
            {
                if (_buffer.Length >= MaxLineBytes)
                {
                    throw new TrainingException("a line between rank processes is too long");
                }

                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await input.ReadAsync(_buffer.AsMemory(_held), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            _held += read;
        }
    }

    /// <summary>The streams stay open: they belong to whoever gave them.</summary>
    public void Dispose() => _writing.Dispose();

    private static T Parse<T>(ReadOnlySpan<byte> line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, TrainingJson.Options) ?? throw new TrainingException("an empty line between rank processes");
        }
        catch (JsonException e)
        {
            throw new TrainingException($"a line between rank processes is no {typeof(T).Name}: {Encoding.UTF8.GetString(line[..Math.Min(80, line.Length)])}", -1, e);
        }
    }
}
