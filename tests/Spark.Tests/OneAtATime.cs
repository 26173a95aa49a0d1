// The tests share one server with two task slots: a test whose tasks wait for another's would time what it does not mean to.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
