using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;
using Millrace.Features.Splitting;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Survey;
using Millrace.Training;
using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Local;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Jobs.Specification;

/// <summary>What the records of a job cannot say about their form in a file themselves: shorthands, keys, ranges and units.</summary>
internal static class JobShapes
{
    private static readonly SettingLimit Positive = new(0, double.PositiveInfinity, MinExcluded: true);
    private static readonly SettingLimit NotNegative = new(0, double.PositiveInfinity);
    private static readonly SettingLimit Share = new(0, 1);
    private static readonly SettingLimit InnerShare = new(0, 1, MinExcluded: true, MaxExcluded: true);
    private static readonly SettingLimit BelowOne = new(0, 1, MaxExcluded: true);
    private static readonly SettingLimit LongTime = new(0, 3_155_760_000, "seconds");
    private static readonly SettingLimit Width = new(1, 65_536, "units");

    /// <summary>All shapes of a job.</summary>
    public static ShapeCatalog Catalog { get; } = Create();

    /// <summary>The shape of <see cref="JobSpec"/>.</summary>
    public static RecordShape Root { get; } = (RecordShape)Catalog.Of(typeof(JobSpec));

    private static ShapeCatalog Create()
    {
        var catalog = new ShapeCatalog();
        AddInput(catalog);
        AddContract(catalog);
        AddRelation(catalog);
        AddFeatures(catalog);
        AddNetwork(catalog);
        AddTraining(catalog);
        AddRun(catalog);
        return catalog;
    }

    private static void AddInput(ShapeCatalog catalog) => catalog
        .Main<InputSpec>(nameof(InputSpec.Files))
        .Limit<InputSpec>(nameof(InputSpec.Files), new SettingLimit(0, 10_000, "patterns"))
        .Limit<InputSpec>(nameof(InputSpec.MaxBadFiles), new SettingLimit(0, 1_000_000, "files"))
        .Limit<CsvOptions>(nameof(CsvOptions.MaxRowBytes), new SettingLimit(1 << 10, 64 << 20, "bytes"));

    private static void AddContract(ShapeCatalog catalog) => catalog
        .Scalar(Scalars.Custom<ColumnType>("a column type", "float64", text => ColumnType.TryParse(text, out var type, out var problem) ? (type, null) : (null, problem)))
        .Transparent<TableContract>()
        .Keyed<ColumnContract>(nameof(ColumnContract.Name))
        .Main<ColumnContract>(nameof(ColumnContract.Type))
        .Limit<ColumnContract>(nameof(ColumnContract.Scale), new SettingLimit(0, 15, "digits"))
        .Shorthand("all", new DuplicateSpec { All = true })
        .Main<DuplicateSpec>(nameof(DuplicateSpec.By));

    private static void AddRelation(ShapeCatalog catalog) => catalog
        .Main<RelationSpec>(nameof(RelationSpec.Steps))
        .Main<JoinStep>(nameof(JoinStep.With))
        .Main<AsOfStep>(nameof(AsOfStep.With))
        .Limit<RelationSpec>(nameof(RelationSpec.Steps), new SettingLimit(0, 1_000, "steps"))
        .Limit<AsOfStep>(nameof(AsOfStep.Within), LongTime)
        .Limit<WindowStep>(nameof(WindowStep.Over), LongTime)
        .Limit<WindowStep>(nameof(WindowStep.Gap), LongTime)
        .Main<CountAggregateSpec>(nameof(CountAggregateSpec.Column))
        .Main<SumAggregateSpec>(nameof(SumAggregateSpec.Column))
        .Main<MeanAggregateSpec>(nameof(MeanAggregateSpec.Column))
        .Main<MinAggregateSpec>(nameof(MinAggregateSpec.Column))
        .Main<MaxAggregateSpec>(nameof(MaxAggregateSpec.Column));

    private static void AddFeatures(ShapeCatalog catalog) => catalog
        .KindBeside<SplitSpec>()
        .Limit<HashSplitSpec>(nameof(HashSplitSpec.Validation), BelowOne)
        .Limit<HashSplitSpec>(nameof(HashSplitSpec.Test), BelowOne)
        .Limit<TimeSplitSpec>(nameof(TimeSplitSpec.Validation), BelowOne)
        .Limit<TimeSplitSpec>(nameof(TimeSplitSpec.Cuts), new SettingLimit(1, 2, "cuts"))
        .Limit<ColumnSplitSpec>(nameof(ColumnSplitSpec.ValidationShare), BelowOne)
        .Limit<FilesSplitSpec>(nameof(FilesSplitSpec.Validation), BelowOne)
        .Main<LabelSpec>(nameof(LabelSpec.Column))
        .Main<ImputeSpec>(nameof(ImputeSpec.Strategy))
        .Main<LogSpec>(nameof(LogSpec.Kind))
        .Main<CalendarSpec>(nameof(CalendarSpec.Parts))
        .Main<VectorSpec>(nameof(VectorSpec.Length))
        .Limit<EmbeddingSpec>(nameof(EmbeddingSpec.Dimension), new SettingLimit(1, 1_024, "columns"))
        .Limit<EmbeddingSpec>(nameof(EmbeddingSpec.MinCount), new SettingLimit(1, int.MaxValue, "rows"))
        .Limit<EmbeddingSpec>(nameof(EmbeddingSpec.MaxSize), new SettingLimit(1, 1_000_000, "categories"))
        .Limit<OneHotSpec>(nameof(OneHotSpec.MinCount), new SettingLimit(1, int.MaxValue, "rows"))
        .Limit<OneHotSpec>(nameof(OneHotSpec.MaxSize), new SettingLimit(1, 4_096, "categories"))
        .Limit<BucketsSpec>(nameof(BucketsSpec.Count), new SettingLimit(2, 1_000, "buckets"))
        .Limit<HashSpec>(nameof(HashSpec.Buckets), new SettingLimit(1, 1_000_000, "buckets"))
        .Limit<SequenceSpec>(nameof(SequenceSpec.MaxLength), new SettingLimit(1, 65_536, "elements"))
        .Limit<VectorSpec>(nameof(VectorSpec.Length), new SettingLimit(1, 65_536, "elements"))
        .Limit<QuantileNormalSpec>(nameof(QuantileNormalSpec.Quantiles), new SettingLimit(2, 10_000, "knots"))
        .Limit<PiecewiseLinearSpec>(nameof(PiecewiseLinearSpec.Edges), new SettingLimit(2, 1_000, "edges"))
        .Limit<PiecewiseLinearSpec>(nameof(PiecewiseLinearSpec.FrequentShare), new SettingLimit(0.001, 1))
        .Limit<PiecewiseLinearSpec>(nameof(PiecewiseLinearSpec.FrequentRows), new SettingLimit(1, int.MaxValue, "rows"));

    private static void AddNetwork(ShapeCatalog catalog) => catalog
        .Main<ActivationSpec>(nameof(ActivationSpec.Function))
        .Main<ResidualSpec>(nameof(ResidualSpec.Layers))
        .Limit<DenseSpec>(nameof(DenseSpec.Units), Width)
        .Limit<Conv2DSpec>(nameof(Conv2DSpec.Filters), new SettingLimit(1, 65_536, "channels"))
        .Limit<Conv2DSpec>(nameof(Conv2DSpec.Kernel), new SettingLimit(1, 1_024, "pixels"))
        .Limit<Conv2DSpec>(nameof(Conv2DSpec.Stride), new SettingLimit(1, 1_024, "pixels"))
        .Limit<Conv2DSpec>(nameof(Conv2DSpec.Padding), new SettingLimit(0, 1_024, "pixels"))
        .Limit<Conv2DSpec>(nameof(Conv2DSpec.Groups), new SettingLimit(1, 65_536))
        .Limit<LstmSpec>(nameof(LstmSpec.Units), Width)
        .Limit<GruSpec>(nameof(GruSpec.Units), Width)
        .Limit<RnnSpec>(nameof(RnnSpec.Units), Width)
        .Limit<TabularSpec>(nameof(TabularSpec.Members), new SettingLimit(1, 256, "members"))
        .Limit<TabularSpec>(nameof(TabularSpec.Blocks), new SettingLimit(1, 64, "blocks"))
        .Limit<TabularSpec>(nameof(TabularSpec.Width), Width)
        .Limit<TabularSpec>(nameof(TabularSpec.NumberEmbedding), new SettingLimit(0, 1_024, "columns"))
        .Limit<TabularSpec>(nameof(TabularSpec.Dropout), BelowOne)
        .Limit<TabularSpec>(nameof(TabularSpec.UnknownRate), BelowOne);

    private static void AddTraining(ShapeCatalog catalog) => catalog
        .Limit<TrainingSpec>(nameof(TrainingSpec.BatchRows), new SettingLimit(1, 1 << 20, "rows"))
        .Limit<TrainingSpec>(nameof(TrainingSpec.MaxEpochs), new SettingLimit(1, 1_000_000, "epochs"))
        .Limit<TrainingSpec>(nameof(TrainingSpec.BudgetTflop), Positive)
        .Limit<TrainingSpec>(nameof(TrainingSpec.Accumulation), new SettingLimit(1, 1_024, "parts"))
        .Limit<TrainingSpec>(nameof(TrainingSpec.Lanes), new SettingLimit(1, 1_024, "lanes"))
        .Limit<LocalTraining>(nameof(LocalTraining.Replicas), new SettingLimit(1, 1_024, "replicas"))
        .Limit<LocalTraining>(nameof(LocalTraining.StepsPerRound), new SettingLimit(1, 1_000_000, "steps"))
        .Limit<ClusterTrainingSpec>(nameof(ClusterTrainingSpec.Segment), new SettingLimit(1, 86_400, "seconds"))
        .Limit<ClusterTrainingSpec>(nameof(ClusterTrainingSpec.StateThroughDriver), new SettingLimit(0, 1L << 40, "bytes"))
        .Limit<ClusterTrainingSpec>(nameof(ClusterTrainingSpec.PeerTimeout), new SettingLimit(0.2, 600, "seconds"))
        .Limit<ClusterTrainingSpec>(nameof(ClusterTrainingSpec.StepDeadline), new SettingLimit(1, 86_400, "seconds"))
        .Limit<ClusterTrainingSpec>(nameof(ClusterTrainingSpec.Restarts), new SettingLimit(0, 100, "times"))
        .Limit<ClusterTrainingSpec>(nameof(ClusterTrainingSpec.RoundTasks), new SettingLimit(1, 1_024, "tasks"))
        .Limit<ThresholdSpec>(nameof(ThresholdSpec.Value), new SettingLimit(0, 1))
        .Limit<ThresholdSpec>(nameof(ThresholdSpec.FalsePositiveCost), NotNegative)
        .Limit<ThresholdSpec>(nameof(ThresholdSpec.FalseNegativeCost), NotNegative)
        .Limit<EarlyStopping>(nameof(EarlyStopping.Patience), new SettingLimit(1, 100_000, "epochs"))
        .Limit<EarlyStopping>(nameof(EarlyStopping.MinGain), NotNegative)
        .Limit<CrossEntropyLossSpec>(nameof(CrossEntropyLossSpec.LabelSmoothing), BelowOne)
        .Limit<HuberLossSpec>(nameof(HuberLossSpec.Delta), Positive)
        .Limit<QuantileLossSpec>(nameof(QuantileLossSpec.Level), InnerShare)
        .Limit<OptimizerSpec>(nameof(OptimizerSpec.Rate), Positive)
        .Limit<OptimizerSpec>(nameof(OptimizerSpec.WeightDecay), NotNegative)
        .Limit<OptimizerSpec>(nameof(OptimizerSpec.ClipNorm), Positive)
        .Limit<OptimizerSpec>(nameof(OptimizerSpec.AverageDecay), InnerShare)
        .Limit<SgdSpec>(nameof(SgdSpec.Momentum), BelowOne)
        .Limit<AdamSpec>(nameof(AdamSpec.Beta1), BelowOne)
        .Limit<AdamSpec>(nameof(AdamSpec.Beta2), BelowOne)
        .Limit<AdamSpec>(nameof(AdamSpec.Epsilon), Positive)
        .Limit<AdamWSpec>(nameof(AdamWSpec.Beta1), BelowOne)
        .Limit<AdamWSpec>(nameof(AdamWSpec.Beta2), BelowOne)
        .Limit<AdamWSpec>(nameof(AdamWSpec.Epsilon), Positive)
        .Limit<RmsPropSpec>(nameof(RmsPropSpec.Smoothing), BelowOne)
        .Limit<RmsPropSpec>(nameof(RmsPropSpec.Epsilon), Positive)
        .Limit<AdagradSpec>(nameof(AdagradSpec.Epsilon), Positive)
        .Limit<ScheduleSpec>(nameof(ScheduleSpec.WarmupSteps), new SettingLimit(0, int.MaxValue, "steps"))
        .Limit<StepScheduleSpec>(nameof(StepScheduleSpec.EverySteps), new SettingLimit(1, int.MaxValue, "steps"))
        .Limit<StepScheduleSpec>(nameof(StepScheduleSpec.Factor), Positive)
        .Limit<CosineScheduleSpec>(nameof(CosineScheduleSpec.FinalFactor), NotNegative)
        .Limit<ExponentialScheduleSpec>(nameof(ExponentialScheduleSpec.FinalFactor), Positive)
        .Limit<ExponentialScheduleSpec>(nameof(ExponentialScheduleSpec.OverSteps), new SettingLimit(2, int.MaxValue, "steps"))
        .Limit<RateSweep>(nameof(RateSweep.From), Positive)
        .Limit<RateSweep>(nameof(RateSweep.To), Positive)
        .Limit<RateSweep>(nameof(RateSweep.Steps), new SettingLimit(2, 100_000, "steps"))
        .Limit<OneCycleScheduleSpec>(nameof(OneCycleScheduleSpec.RisingShare), InnerShare)
        .Limit<OneCycleScheduleSpec>(nameof(OneCycleScheduleSpec.StartDivisor), new SettingLimit(1, double.PositiveInfinity))
        .Limit<OneCycleScheduleSpec>(nameof(OneCycleScheduleSpec.FinalDivisor), new SettingLimit(1, double.PositiveInfinity));

    private static void AddRun(ShapeCatalog catalog) => catalog
        .Limit<BaselineSpec>(nameof(BaselineSpec.MaxRows), new SettingLimit(100, 100_000_000, "rows"))
        .Limit<GateSpec>(nameof(GateSpec.MaxQuarantined), Share)
        .Limit<RunSpec>(nameof(RunSpec.Readers), new SettingLimit(1, 256, "readers"))
        .Limit<RunSpec>(nameof(RunSpec.Memory), new SettingLimit(256L << 20, 1L << 50, "bytes"))
        .Limit<RunSpec>(nameof(RunSpec.Ranks), new SettingLimit(1, 1_024, "ranks"))
        .Limit<RunSpec>(nameof(RunSpec.ReadAhead), new SettingLimit(1L << 20, 1L << 40, "bytes"))
        .Limit<RunSpec>(nameof(RunSpec.CheckpointEvery), new SettingLimit(1, 86_400, "seconds"))
        .Main<SparkSpec>(nameof(SparkSpec.Address))
        .Limit<SparkSpec>(nameof(SparkSpec.WorkerMemory), new SettingLimit(256L << 20, 1L << 50, "bytes"))
        .Limit<RunSpec>(nameof(RunSpec.Deadline), new SettingLimit(1, 31_536_000, "seconds"));
}
