namespace Millrace.Jobs.Engine.Scanning;

/// <summary>Memory that the garbage collector looks after.</summary>
internal sealed class NoMemory : IDisposable
{
    private NoMemory()
    {
    }

    public static NoMemory Instance { get; } = new();

    public void Dispose()
    {
    }
}
