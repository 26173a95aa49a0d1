using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Tests.Engine;

/// <summary>A folder with an engine over it, and ways to see what a scan delivers as text.</summary>
internal sealed class ScanFixture : IAsyncDisposable
{
    public ScanFixture(Func<EngineOptions, EngineOptions>? change = null)
    {
        var options = new EngineOptions { TempFolder = Folder.At("spill"), MemoryBytes = 256L << 20, Threads = 2 };
        Engine = EmbeddedEngine.Open(change?.Invoke(options) ?? options);
    }

    public TestFolder Folder { get; } = new();

    public EmbeddedEngine Engine { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<Snapshot> SurveyAsync(params string[] files) => SurveyAsync(new InputSpec { Files = files });

    public Task<Snapshot> SurveyAsync(InputSpec spec) => new Surveyor(new SurveyOptions()).SurveyAsync(spec, Folder.Path, Token);

    /// <summary>Every delivered row as text, with its place: <c>file:row=value|value</c>; readers run side by side on threads of their own.</summary>
    public async Task<List<string>> RowsAsync(Snapshot snapshot, int readers = 1, IReadOnlyList<string>? columns = null)
    {
        using var scan = Engine.OpenScan(snapshot, Engine.Plan(snapshot), columns, readers);
        var parts = await Task.WhenAll(scan.Readers.Select(reader => Task.Factory.StartNew(
            () => Drain(reader), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return [.. parts.SelectMany(rows => rows)];
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Folder.Dispose();
    }

    public static List<string> Drain(IScanReader reader)
    {
        var rows = new List<string>();
        while (reader.Read(Token) is { } batch)
        {
            using (batch)
            {
                for (var i = 0; i < batch.Rows.Length; i++)
                {
                    rows.Add($"{batch.FileOrdinal}:{batch.FirstRow + i}={string.Join('|', batch.Rows.Arrays.Select(array => Show(array, i)))}");
                }

                rows.AddRange(batch.BadRows.Select(bad => $"{batch.FileOrdinal}:{bad.Row}!{bad.Reason}={Encoding.UTF8.GetString(bad.Raw.Span)}"));
            }
        }

        return rows;
    }

    /// <summary>A value as text; bytes as hexadecimal, timestamps as their count.</summary>
    public static string Show(IArrowArray array, int row)
    {
        if (array.IsNull(row))
        {
            return "NULL";
        }

        return array switch
        {
            StringArray text => text.GetString(row),
            BinaryArray bytes => $"0x{Convert.ToHexString(bytes.GetBytes(row))}",
            BooleanArray truth => truth.GetValue(row)!.Value ? "true" : "false",
            ListArray list => $"[{string.Join(",", Enumerable.Range(0, list.GetSlicedValues(row).Length).Select(i => Show(list.GetSlicedValues(row), i)))}]",
            TimestampArray time => string.Create(CultureInfo.InvariantCulture, $"{time.Values[row]}{Unit(time)}"),
            Date32Array date => date.Values[row].ToString(CultureInfo.InvariantCulture) + "d",
            Decimal128Array number => number.GetString(row),
            Int8Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            Int16Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            Int32Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            Int64Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            UInt8Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            UInt16Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            UInt32Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            UInt64Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
            FloatArray number => number.Values[row].ToString("R", CultureInfo.InvariantCulture),
            DoubleArray number => number.Values[row].ToString("R", CultureInfo.InvariantCulture),
            Time64Array time => time.Values[row].ToString(CultureInfo.InvariantCulture) + "us",
            _ => throw new NotSupportedException(array.Data.DataType.Name),
        };
    }

    private static string Unit(TimestampArray array)
    {
        var type = (TimestampType)array.Data.DataType;
        return (type.Unit == TimeUnit.Nanosecond ? "ns" : "us") + (type.Timezone is null ? "" : " " + type.Timezone);
    }
}
