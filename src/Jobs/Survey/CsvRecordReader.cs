using System.Buffers;
using System.Text;

namespace Millrace.Jobs.Survey;

/// <summary>
/// Reads CSV records strictly (RFC 4180, LF or CRLF): a quote opens only at a field's start and is followed by a separator when it closes. What does not fit is
/// one bad row of exactly one physical line; reading goes on at the next line. For one thread; borrows the stream.
/// </summary>
internal sealed class CsvRecordReader
{
    /// <summary>A quoted field is open at the end of the row or of the file, or text follows a closing quote.</summary>
    public const string QuoteFault = "csv:quote";

    /// <summary>The row is longer than the limit.</summary>
    public const string RowBytesFault = "csv:row_bytes";

    /// <summary>The row has more or fewer fields than the header.</summary>
    public const string FieldCountFault = "csv:field_count";

    private const int RawBytes = 64 << 10;

    private readonly Stream _stream;
    private readonly int _maxRowBytes;
    private readonly byte _delimiter;
    private readonly byte _quote;
    private readonly byte[] _nullText;
    private readonly SearchValues<byte> _plainEnds;
    private byte[] _buffer = new byte[256 << 10];
    private int _start;
    private int _end;
    private bool _streamEnded;
    private byte[] _text = new byte[4 << 10];
    private int _textLength;
    private int[] _ends = new int[64];
    private bool[] _quoted = new bool[64];

    /// <param name="stream">The file, at its start; borrowed.</param>
    /// <param name="options">How it is written; already validated.</param>
    public CsvRecordReader(Stream stream, CsvOptions options)
    {
        _stream = stream;
        _maxRowBytes = options.MaxRowBytes;
        _delimiter = (byte)options.Delimiter;
        _quote = (byte)options.Quote;
        _nullText = Encoding.UTF8.GetBytes(options.NullText);
        _plainEnds = SearchValues.Create([_delimiter, (byte)'\n', _quote]);
        while (_end < Encoding.UTF8.Preamble.Length && Fill())
        {
        }

        if (_buffer.AsSpan(0, _end).StartsWith(Encoding.UTF8.Preamble))
        {
            _start = Encoding.UTF8.Preamble.Length;
        }
    }

    private enum Outcome
    {
        Complete,
        NeedsMore,
        Fault,
    }

    /// <summary>Number of fields of the row.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Why the row is bad, as a code; null when it is good.</summary>
    public string? Fault { get; private set; }

    /// <summary>The row's bytes without its line end, cut at 64 KiB; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Raw { get; private set; }

    /// <summary>Reads the next row, good or bad; false at the end of the file.</summary>
    public bool Read()
    {
        while (_start == _end)
        {
            if (!Fill())
            {
                return false;
            }
        }

        while (true)
        {
            var outcome = Parse(out var next);
            if (outcome == Outcome.Complete && next - _start <= _maxRowBytes)
            {
                Fault = null;
                Raw = Line(_start, next);
                _start = next;
                return true;
            }

            var tooLong = _end - _start > _maxRowBytes;
            if (outcome == Outcome.NeedsMore && !tooLong && Fill())
            {
                continue;
            }

            Fault = tooLong || outcome == Outcome.Complete ? RowBytesFault : QuoteFault;
            FieldCount = 0;
            SkipLine();
            return true;
        }
    }

    /// <summary>A field's bytes, without quotes; valid until the next read.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        var from = index == 0 ? 0 : _ends[index - 1];
        return _text.AsSpan(from, _ends[index] - from);
    }

    /// <summary>Whether a field is null: not quoted, and equal to the null text.</summary>
    public bool IsNull(int index) => !_quoted[index] && Field(index).SequenceEqual(_nullText);

    private Outcome Parse(out int next)
    {
        FieldCount = 0;
        _textLength = 0;
        var at = _start;
        while (true)
        {
            var quoted = at < _end && _buffer[at] == _quote;
            var outcome = quoted ? ParseQuoted(ref at) : ParsePlain(ref at);
            if (outcome != Outcome.Complete)
            {
                next = at;
                return outcome;
            }

            EndField(quoted);
            if (at >= _end || _buffer[at] == '\n')
            {
                next = Math.Min(at + 1, _end);
                return Outcome.Complete;
            }

            at++;
        }
    }

    /// <summary>Reads up to the separator, line end or end of file, where <paramref name="at"/> then stands.</summary>
    private Outcome ParsePlain(ref int at)
    {
        var length = _buffer.AsSpan(at, _end - at).IndexOfAny(_plainEnds);
        if (length < 0)
        {
            if (!_streamEnded)
            {
                return Outcome.NeedsMore;
            }

            length = _end - at;
        }
        else if (_buffer[at + length] == _quote)
        {
            return Outcome.Fault;
        }

        var text = _buffer.AsSpan(at, length);
        at += length;
        if ((at == _end || _buffer[at] == '\n') && text.EndsWith("\r"u8))
        {
            text = text[..^1];
        }

        Append(text);
        return Outcome.Complete;
    }

    private Outcome ParseQuoted(ref int at)
    {
        at++;
        while (true)
        {
            var length = _buffer.AsSpan(at, _end - at).IndexOf(_quote);
            if (length < 0)
            {
                return Outcome.NeedsMore;
            }

            Append(_buffer.AsSpan(at, length));
            at += length + 1;
            if (at < _end && _buffer[at] == _quote)
            {
                Append([_quote]);
                at++;
                continue;
            }

            return AfterQuote(ref at);
        }
    }

    private Outcome AfterQuote(ref int at)
    {
        if (at < _end && _buffer[at] == '\r')
        {
            if (at + 1 < _end ? _buffer[at + 1] == '\n' : _streamEnded)
            {
                at++;
                return Outcome.Complete;
            }

            return at + 1 < _end ? Outcome.Fault : Outcome.NeedsMore;
        }

        if (at == _end)
        {
            return _streamEnded ? Outcome.Complete : Outcome.NeedsMore;
        }

        return _buffer[at] == _delimiter || _buffer[at] == '\n' ? Outcome.Complete : Outcome.Fault;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_textLength + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textLength + text.Length));
        }

        text.CopyTo(_text.AsSpan(_textLength));
        _textLength += text.Length;
    }

    private void EndField(bool quoted)
    {
        if (FieldCount == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
            Array.Resize(ref _quoted, _quoted.Length * 2);
        }

        _ends[FieldCount] = _textLength;
        _quoted[FieldCount++] = quoted;
    }

    /// <summary>Moves behind the physical line that starts here, whatever its length, and keeps its first bytes.</summary>
    private void SkipLine()
    {
        byte[]? head = null;
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Raw = head ?? Line(_start, _start + length + 1);
                _start += length + 1;
                return;
            }

            if (_streamEnded || _end - _start >= RawBytes)
            {
                head ??= Line(_start, _end).ToArray();
                _start = _end;
            }

            if (!Fill())
            {
                Raw = head ?? Line(_start, _end);
                _start = _end;
                return;
            }
        }
    }

    private ReadOnlyMemory<byte> Line(int from, int to)
    {
        var line = _buffer.AsMemory(from, to - from);
        line = line.Span.EndsWith("\n"u8) ? line[..^1] : line;
        line = line.Span.EndsWith("\r"u8) ? line[..^1] : line;
        return line.Length > RawBytes ? line[..RawBytes] : line;
    }

    /// <summary>Moves what is unread to the front and reads more behind it; false at the end of the file.</summary>
    private bool Fill()
    {
        if (_streamEnded)
        {
            return false;
        }

        var unread = _end - _start;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, unread).CopyTo(_buffer);
            _start = 0;
            _end = unread;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _streamEnded = read == 0;
        return true;
    }
}
