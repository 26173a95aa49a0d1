using Grpc.Core;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Millrace.Spark.Connect;

/// <summary>The one retry policy of the boundary to Spark's server; what it retries, <see cref="Retry"/> decides.</summary>
internal static class RetryPipeline
{
    public static ResiliencePipeline Create(ConnectOptions options, ILogger logger)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider };
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => ValueTask.FromResult(ShouldRetry(arguments.Outcome.Exception, arguments.Context.CancellationToken)),
                DelayGenerator = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is RpcException e ? Failure.From(e).RetryAfter : null),
                OnRetry = arguments =>
                {
                    Log.Retrying(logger, arguments.AttemptNumber + 1, (arguments.Outcome.Exception as RpcException)?.StatusCode.ToString() ?? "stream");
                    return default;
                },
            });
        }

        return builder.Build();
    }

    private static bool ShouldRetry(Exception? exception, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => false,
        StreamCutException => true,
        RpcException e => Retry.IsTransient(Failure.From(e)),
        _ => false,
    };
}
