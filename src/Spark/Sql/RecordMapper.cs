using System.Reflection;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>Maps rows to records by names; case and underscores do not matter. The type is the caller's own, never the sender's.</summary>
internal static class RecordMapper
{
    private static readonly MethodInfo ConvertMethod = typeof(ClrTypes).GetMethod(nameof(ClrTypes.Convert), [typeof(object)])!;

    public static Func<Row, T> Create<T>(StructType schema)
    {
        if (schema.Fields.Count == 1 && (typeof(T).IsPrimitive || typeof(T) == typeof(string) || ClrTypesSimple(typeof(T))))
        {
            return static row => row.GetAs<T>(0);
        }

        ConstructorInfo[] constructors = [.. typeof(T).GetConstructors().OrderByDescending(static c => c.GetParameters().Length)];
        foreach (ConstructorInfo constructor in constructors)
        {
            ParameterInfo[] parameters = constructor.GetParameters();
            int[] ordinals = [.. parameters.Select(p => Find(schema, p.Name ?? ""))];
            if (parameters.Length > 0 && ordinals.All(static o => o >= 0))
            {
                Func<object?, object?>[] converters = [.. parameters.Select(static p => Converter(p.ParameterType))];
                return row =>
                {
                    var arguments = new object?[ordinals.Length];
                    for (int i = 0; i < arguments.Length; i++)
                    {
                        arguments[i] = converters[i](row.Values[ordinals[i]]);
                    }

                    return (T)constructor.Invoke(arguments);
                };
            }
        }

        return constructors.Any(static c => c.GetParameters().Length == 0)
            ? ByProperties<T>(schema)
            : throw new InvalidOperationException(
                $"No constructor of {typeof(T).Name} takes columns of this result: {string.Join(", ", schema.Fields.Select(static f => f.Name))}.");
    }

    private static Func<Row, T> ByProperties<T>(StructType schema)
    {
        PropertyInfo[] properties = [.. typeof(T).GetProperties().Where(static p => p.CanWrite)];
        int[] ordinals = [.. properties.Select(p => Find(schema, p.Name))];
        Func<object?, object?>[] converters = [.. properties.Select(static p => Converter(p.PropertyType))];
        return row =>
        {
            object record = Activator.CreateInstance<T>()!;
            for (int i = 0; i < properties.Length; i++)
            {
                if (ordinals[i] >= 0)
                {
                    properties[i].SetValue(record, converters[i](row.Values[ordinals[i]]));
                }
            }

            return (T)record;
        };
    }

    private static Func<object?, object?> Converter(Type type) => type == typeof(object)
        ? static value => value
        : value => value is not null && type.IsInstanceOfType(value) ? value : ConvertMethod.MakeGenericMethod(type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null);

    private static bool ClrTypesSimple(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var bare
        && (bare.IsPrimitive || bare == typeof(decimal) || bare == typeof(byte[]) || bare == typeof(Date) || bare == typeof(Timestamp) || bare == typeof(Row));

    private static int Find(StructType schema, string name)
    {
        int exact = schema.IndexOf(name);
        return exact >= 0 ? exact : schema.Fields.FindIndex(f => Plain(f.Name).Equals(Plain(name), StringComparison.OrdinalIgnoreCase));
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
