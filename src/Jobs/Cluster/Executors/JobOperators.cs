using System.Text.Json;
using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.Cluster.Through;
using Millrace.Jobs.Places;
using Millrace.Jobs.Scoring;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Relations;
using Millrace.Jobs.Stages.Rows;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>All that executors can run for a job, by name. Driver and executors are the same build and so have the same list.</summary>
internal static class JobOperators
{
    /// <summary>The list; a worker process makes one.</summary>
    public static OperatorRegistry Create()
    {
        var registry = new OperatorRegistry();
        var host = new ExecutorHost();
        registry.Add<ProbeSettings>(ProbeOperator.Name, settings => new ProbeOperator(settings));
        registry.Add<LosersSettings>(LosersOperator.Name, settings => new LosersOperator(settings, host));
        AddWork<RowsWorkSettings, RowsStatistics>(registry, host, RowsWork.WorkName, settings => new RowsWork(settings));
        AddWork<List<string>, HashStatistics>(registry, host, HashWork.WorkName, columns => new HashWork(columns));
        AddWork<DropSettings, DropStatistics>(registry, host, DropWork.WorkName, settings => new DropWork(settings));
        AddWork<LearningSettings, SplitCounts>(registry, host, SplitWork.WorkName, settings => new SplitWork(settings));
        AddWork<LearningSettings, Millrace.Features.Encoders.FeatureFit>(registry, host, FitWork.WorkName, settings => new FitWork(settings));
        AddWork<CategoriesSettings, CategoriesStatistics>(registry, host, CategoriesWork.WorkName, settings => new CategoriesWork(settings));
        AddWork<EncodeSettings, EncodeStatistics>(registry, host, EncodeWork.WorkName, settings => new EncodeWork(settings));
        AddWork<LearningSettings, FinishStatistics>(registry, host, FinishWork.WorkName, settings => new FinishWork(settings));
        var models = new ModelCache();
        AddWork<ScoreSettings, ScoreStatistics>(registry, host, ScoreWork.WorkName, settings => new ScoreWork(settings, models));
        return TrainingOperators.AddTo(registry);
    }

    private static void AddWork<TSettings, TStatistics>(
        OperatorRegistry registry, ExecutorHost host, string name, Func<TSettings, IRowWork<TStatistics>> create)
        where TStatistics : class
    {
        registry.Add<ShareSettings>(name, settings => new ShareOperator<TStatistics>(create(Read<TSettings>(name, settings.Work)), settings, host));
        registry.Add<ThroughSettings>(ThroughOperator<TStatistics>.NameOf(name), settings => new ThroughOperator<TStatistics>(create(Read<TSettings>(name, settings.Work)), settings, host));
        registry.Add<MergeSettings>(MergeOperator<TStatistics>.NameOf(name), settings => new MergeOperator<TStatistics>(create(Read<TSettings>(name, settings.Work)), settings));
    }

    private static TSettings Read<TSettings>(string name, JsonElement settings) =>
        settings.Deserialize<TSettings>() ?? throw new CommandRefusedException($"Work {name} came without settings.");
}
