namespace Millrace.Spark;

/// <summary>The part of a query at which an error points.</summary>
/// <param name="ObjectType">What holds the text, as <c>VIEW</c>; empty for the query itself.</param>
/// <param name="ObjectName">Its name; empty for the query itself.</param>
/// <param name="StartIndex">First character of the part, from 0; -1 if unknown.</param>
/// <param name="StopIndex">Last character of the part, inclusive; -1 if unknown.</param>
/// <param name="Fragment">The part itself.</param>
public sealed record SparkQueryContext(string ObjectType, string ObjectName, int StartIndex, int StopIndex, string Fragment);
