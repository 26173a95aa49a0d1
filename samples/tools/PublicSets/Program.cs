using DuckDB.NET.Data;
using Millrace.Samples.PublicSets;

if (args is not ["mnist" or "daily-sales", _, _])
{
    Console.Error.WriteLine("usage: PublicSets mnist SOURCE_FOLDER SAMPLES_DATA_FOLDER");
    Console.Error.WriteLine("       SOURCE_FOLDER holds t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz");
    Console.Error.WriteLine("       PublicSets daily-sales SOURCE_FOLDER SAMPLES_DATA_FOLDER");
    Console.Error.WriteLine("       SOURCE_FOLDER holds the UCI Online Retail rows as day=YYYY-MM-DD/*.parquet");
    return 2;
}

var folder = Path.Combine(args[2], args[0]);
Directory.CreateDirectory(folder);
using var connection = new DuckDBConnection("DataSource=:memory:");
connection.Open();
var rows = args[0] == "mnist" ? DigitImages.Write(connection, args[1], folder) : SalesWindows.Write(connection, args[1], folder);
Console.WriteLine($"{rows} rows in {folder}");
return 0;
