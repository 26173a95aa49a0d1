using System.Text.Json;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>The generated trips as a job file: the five rules, duplicates removed by the trip, and where wanted a small network on top.</summary>
internal static class CleaningJob
{
    private const string Learning = """
        split: { kind: hash, validation: 0.15, test: 0.15 }
        features:
          label: fare
          ignore: [trip_id, pickup]
          columns: { vendor: one_hot, passengers: standardise, distance: standardise, seconds: standardise, payment: one_hot }
        network: { layers: [ { dense: { units: 16, activation: relu } } ] }
        training: { task: regression, optimizer: { adam: { rate: 0.01 } }, batch_rows: 256, max_epochs: 3 }
        baselines: { linear: true, lightgbm: false }
        """;

    /// <summary>Writes the job file into the data's folder and gives its path.</summary>
    public static string Write(CleaningData data, bool learns)
    {
        var file = Path.Combine(data.Root, learns ? "learning.yaml" : "cleaning.yaml");
        File.WriteAllText(file, $$"""
            name: trips
            input: {{JsonSerializer.Serialize(data.Input)}}
            contract:
              trip_id: int64
              vendor: string
              passengers: int32
              distance: float64
              seconds: float64
              fare: float64
              payment: string
              pickup: timestamp_local
            cleaning:
              - rule: { name: fare-positive, check: fare > 0.0, otherwise: quarantine }
              - rule: { name: distance-sane, check: distance < 200.0, otherwise: quarantine }
              - rule: { name: duration-sane, check: seconds > 0.0 and seconds < 86400.0, otherwise: quarantine }
              - rule: { name: passengers, check: passengers <= 6, otherwise: clip, column: passengers, max: "6" }
              - rule: { name: speed-sane, check: distance * 3600.0 <= seconds * 120.0, otherwise: quarantine }
            duplicates: { by: [trip_id] }
            gates: { max_quarantined: 0.5 }
            {{(learns ? Learning : "")}}
            """);
        return file;
    }
}
