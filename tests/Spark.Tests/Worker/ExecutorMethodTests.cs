using System.Reflection;
using Millrace.Spark.Sql;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Methods;
using Millrace.Spark.WorkerApp;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Which methods may travel, and which a worker calls.</summary>
public class ExecutorMethodTests
{
    private static readonly Assembly Entry = typeof(TestFunctions).Assembly;
    private readonly long _field = 3;

    [Fact]
    public void A_capturing_lambda_is_refused_with_what_it_captures()
    {
        long threshold = 7;
        long other = 8;
        string message = Assert.Throws<CommandRefusedException>(() => Functions.Udf<long, bool>(x => x > threshold + other)).Message;
        Assert.Contains("threshold, other", message, StringComparison.Ordinal);
        Assert.Contains("typed settings", message, StringComparison.Ordinal);
        Assert.Contains("captures captured", Refused(TestFunctions.Adds(3)), StringComparison.Ordinal);
        Assert.Contains(nameof(ExecutorMethodTests), Refused((Func<long, long>)(x => x + _field)), StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_without_the_mark_and_signatures_without_a_column_are_refused()
    {
        Assert.Contains("[ExecutorFunction]", Refused((Func<double, double>)TestFunctions.NotMarked), StringComparison.Ordinal);
        Assert.Contains("no column has", Refused(TestFunctions.TakesAnything), StringComparison.Ordinal);
        Assert.Contains("several", Refused(TestFunctions.PlusOne + TestFunctions.PlusOne), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_finds_what_the_driver_may_send()
    {
        foreach (Delegate function in new Delegate[] { TestFunctions.PlusOne, TestFunctions.Describe, TestFunctions.Multiply, TestFunctions.FirstRow, (Func<double, double>)TestFunctions.Halved })
        {
            MethodInfo method = ExecutorMethod.Of(function);
            Assert.Equal(method, ExecutorMethod.Resolve(Entry, new MethodReference(method.Module.ModuleVersionId, method.MetadataToken)));
        }
    }

    /// <summary>Every token of the assembly is tried: only lambdas without captures and marked methods of column types are found.</summary>
    [Fact]
    public void No_other_method_of_the_application_can_be_reached()
    {
        Guid module = Entry.ManifestModule.ModuleVersionId;
        var reached = new List<string>();
        foreach (int table in new[] { 0x01, 0x02, 0x04, 0x06, 0x0A, 0x1B, 0x2B, 0x70 })
        {
            for (int row = 0; row < 2000; row++)
            {
                try
                {
                    reached.Add(ExecutorMethod.Describe(ExecutorMethod.Resolve(Entry, new MethodReference(module, (table << 24) | row))));
                }
                catch (CommandRefusedException)
                {
                    // as it should be
                }
            }
        }

        Assert.Contains(reached, static name => name.Contains(nameof(TestFunctions.Halved), StringComparison.Ordinal));
        Assert.All(reached, static name => Assert.True(name.Contains("+<>c.", StringComparison.Ordinal) || name.Contains(nameof(TestFunctions.Halved), StringComparison.Ordinal), name));
        Assert.DoesNotContain(reached, static name => name.Contains(nameof(TestFunctions.NotMarked), StringComparison.Ordinal));
    }

    [Fact]
    public void Another_module_is_refused()
    {
        MethodInfo method = TestFunctions.PlusOne.Method;
        Assert.Contains("module", Assert.Throws<CommandRefusedException>(() => ExecutorMethod.Resolve(Entry, new MethodReference(Guid.NewGuid(), method.MetadataToken))).Message, StringComparison.Ordinal);
    }

    private static string Refused(Delegate function) => Assert.Throws<CommandRefusedException>(() => ExecutorMethod.Of(function)).Message;
}
