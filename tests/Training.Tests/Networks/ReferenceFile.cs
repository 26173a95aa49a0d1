using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Millrace.Training.Tests.Networks;

/// <summary>A file of ../shared/data/reference-torch: named float64 tensors computed by PyTorch.</summary>
internal sealed class ReferenceFile
{
    private static readonly ConcurrentDictionary<(string File, string Tensor), bool> Reads = new();
    private readonly Dictionary<string, (int[] Shape, double[] Values)> _tensors = [];
    private readonly string _name;

    private ReferenceFile(string path)
    {
        _name = Path.GetFileNameWithoutExtension(path);
        var bytes = File.ReadAllBytes(Path.ChangeExtension(path, ".f64"));
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var tensor in json.RootElement.GetProperty("tensors").EnumerateArray())
        {
            var offset = tensor.GetProperty("offset").GetInt32();
            var values = new double[tensor.GetProperty("count").GetInt32()];
            for (var at = 0; at < values.Length; at++)
            {
                values[at] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(offset + (at * sizeof(double))));
            }

            var shape = tensor.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt32()).ToArray();
            _tensors.Add(tensor.GetProperty("name").GetString()!, (shape, values));
        }
    }

    public double[] this[string name]
    {
        get
        {
            Reads[(_name, name)] = true;
            return _tensors[name].Values;
        }
    }

    /// <summary>Opens NAME.json, or skips the test where the shared folder is not beside the repository.</summary>
    public static ReferenceFile Open(string name) => new(Path.Combine(Folder(), name + ".json"));

    /// <summary>Every tensor of every file that nobody in this process has read so far.</summary>
    public static IReadOnlyList<(string File, string Tensor)> Unread() =>
    [
        .. Directory.EnumerateFiles(Folder(), "*.json").Order(StringComparer.Ordinal).Select(static path => new ReferenceFile(path))
            .SelectMany(static file => file._tensors.Keys.Select(tensor => (file._name, tensor))).Where(static each => !Reads.ContainsKey(each)),
    ];

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "reference-torch");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip("shared/data/reference-torch is not above this folder, so there is nothing to compare with.");
        throw new InvalidOperationException("Assert.Skip returned.");
    }

    public int[] Shape(string name) => _tensors[name].Shape;

    public float[] Floats(string name) => [.. this[name].Select(static value => (float)value)];

    /// <summary>A matrix [rows, columns] as float32, transposed to [columns, rows].</summary>
    public float[] Transposed(string name)
    {
        var shape = Shape(name);
        return Transpose(Floats(name), shape[0], shape[1]);
    }

    public static float[] Transpose(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return result;
    }
}
