using System.Collections;
using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Millrace.Training.Tests.Networks;

/// <summary>Runs every reference test once more, and asks which tensors were read: a list kept by hand would say what it wants.</summary>
public class ReferenceCoverageTests
{
    [Fact]
    public async Task Every_tensor_of_every_reference_file_is_read_by_a_test()
    {
        await using var tracker = new DisposalTracker();
        var runs = 0;
        foreach (var type in typeof(ReferenceCoverageTests).Assembly.GetTypes().Where(static type => type.Name.EndsWith("ReferenceTests", StringComparison.Ordinal)))
        {
            foreach (var test in type.GetMethods().Where(static method => method.GetCustomAttributes().Any(static mark => mark is IFactAttribute)))
            {
                runs += await RunAsync(Activator.CreateInstance(type)!, test, tracker);
            }
        }

        Assert.InRange(runs, 40, int.MaxValue);
        Assert.Empty(ReferenceFile.Unread());
    }

    /// <summary>Runs the test with each of its rows; gives their number.</summary>
    private static async Task<int> RunAsync(object on, MethodInfo test, DisposalTracker tracker)
    {
        var rows = test.GetParameters().Length == 0 ? [[]] : new List<object?[]>();
        foreach (var source in test.GetCustomAttributes<DataAttribute>())
        {
            // What members hold is taken from them: outside of a discovery the attribute gives nothing.
            var given = source is MemberDataAttribute member
                ? ((IEnumerable)test.DeclaringType!.GetProperty(member.MemberName)!.GetValue(null)!).Cast<ITheoryDataRow>()
                : await source.GetData(test, tracker);
            rows.AddRange(given.Select(static row => row.GetData()));
        }

        Assert.NotEmpty(rows);
        rows.ForEach(row => test.Invoke(on, BindingFlags.DoNotWrapExceptions, null, row, null));
        return rows.Count;
    }
}
