using System.Globalization;
using Millrace.Samples.DirtyTaxi;

const ulong DefaultSeed = 20130101;

if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("usage: DirtyTaxi SOURCE_FOLDER SAMPLES_DATA_FOLDER [SEED]");
    Console.Error.WriteLine("SOURCE_FOLDER holds train.parquet and test.parquet of the taxi-fare data set.");
    return 2;
}

var seed = args.Length == 3 ? ulong.Parse(args[2], CultureInfo.InvariantCulture) : DefaultSeed;
var taxiFolder = Path.Combine(args[1], "taxi-fare");
var lineFolder = Path.Combine(args[1], "linear-regression");

using var store = new ParquetStore();
var original = store.ReadTrips(Path.Combine(args[0], "train.parquet"), firstTripId: 1);
var test = store.ReadTrips(Path.Combine(args[0], "test.parquet"), firstTripId: 1_000_001);

var table = new DirtPlanter(seed).Plant(original);
SampleFiles.Write(store, taxiFolder, original, test, table);
NoisyLine.Write(store, lineFolder, seed);

foreach (var kind in table.Truth.GroupBy(planted => planted.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
{
    Console.WriteLine($"{kind.Key}: {kind.Count()}");
}

return 0;
