using Grpc.Core;

namespace Millrace.Spark.Connect;

/// <summary>A result stream was cut and <see cref="Reattach"/> decided that it goes on; seen only inside the retry pipeline.</summary>
internal sealed class StreamCutException(RpcException inner) : Exception("The result stream was cut.", inner)
{
    /// <summary>The call that failed.</summary>
    public RpcException Cut { get; } = inner;
}
