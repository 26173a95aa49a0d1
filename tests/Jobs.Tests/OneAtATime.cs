// Whole jobs, some on a Spark of their own: side by side on two cores their deadlines would time each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
