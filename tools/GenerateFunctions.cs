#:property TreatWarningsAsErrors=false
#:property RestorePackagesWithLockFile=false
#:property GenerateDocumentationFile=false
#:property PublishAot=false
// Writes src/Spark/Sql/Functions.*.cs out of two lists: spark-functions.txt (every built-in function, arguments, a sentence) and
// microsoft-functions.txt (Microsoft.Spark's signatures, which fix the types of some overloads).
// usage: dotnet run tools/GenerateFunctions.cs   (from the root of the checkout)
using System.Text;
using System.Text.RegularExpressions;

string root = Directory.GetCurrentDirectory();
string target = Path.Combine(root, "src", "Spark", "Sql");
const int MaxLines = 380;

// Names whose words Spark does not part.
var names = new Dictionary<string, string>
{
    ["dayofmonth"] = "DayOfMonth", ["dayofweek"] = "DayOfWeek", ["dayofyear"] = "DayOfYear", ["weekofyear"] = "WeekOfYear",
    ["datediff"] = "DateDiff", ["initcap"] = "InitCap", ["isnan"] = "IsNaN", ["isnull"] = "IsNull", ["isnotnull"] = "IsNotNull",
    ["nanvl"] = "NaNvl", ["posexplode"] = "PosExplode", ["posexplode_outer"] = "PosExplodeOuter", ["xxhash64"] = "XXHash64",
    ["from_unixtime"] = "FromUnixTime", ["startswith"] = "StartsWith", ["endswith"] = "EndsWith", ["shiftleft"] = "ShiftLeft",
    ["shiftright"] = "ShiftRight", ["shiftrightunsigned"] = "ShiftRightUnsigned", ["session_window"] = "SessionWindow",
    ["ilike"] = "ILike", ["rlike"] = "RLike", ["typeof"] = "TypeOf", ["dateadd"] = "DateAdd", ["datepart"] = "DatePart",
};
// Microsoft.Spark's members that have a SQL name of another form.
var special = new Dictionary<string, string>
{
    ["Bitwise_Not"] = "~", ["BitwiseNOT"] = "~", ["Negate"] = "negative", ["Session_Window"] = "session_window",
    ["Shiftleft"] = "shiftleft", ["Shiftright"] = "shiftright", ["Shiftrightunsigned"] = "shiftrightunsigned",
};
var docs = new Dictionary<string, string> { ["~"] = "All bits turned." };
string[] byHand = ["Column", "Col", "Lit", "Asc", "AscNullsFirst", "AscNullsLast", "Desc", "DescNullsFirst", "DescNullsLast", "CountDistinct",
    "Count_Distinct", "SumDistinct", "Sum_Distinct", "UnboundedPreceding", "UnboundedFollowing", "CurrentRow", "When", "Expr", "Broadcast", "CallUDF",
    "Call_UDF"];

var functions = new List<(string Group, string Name, string[] Args, int Required, string Doc)>();
string group = "";
foreach (string line in File.ReadLines(Path.Combine(root, "tools", "spark-functions.txt")))
{
    if (line.StartsWith("## "))
    {
        group = line[3..].Trim();
    }
    else if (line.Length > 0 && line[0] != '#')
    {
        Match m = Regex.Match(line, @"^(\w+)\(([^)]*)\) (.+)$");
        if (!m.Success)
        {
            throw new FormatException("Not a line of the list: " + line);
        }

        string[] parts = m.Groups[2].Value.Split('[');
        string[] required = Split(parts[0]);
        string[] optional = parts.Length > 1 ? Split(parts[1].TrimEnd(']')) : [];
        functions.Add((group, m.Groups[1].Value, [.. required, .. optional], required.Length, m.Groups[3].Value));
        docs[m.Groups[1].Value] = m.Groups[3].Value;
    }
}

// Two names of one function share a member.
var sqlNames = functions.GroupBy(f => MemberName(f.Name)).ToDictionary(g => g.Key, g => g.First().Name);
foreach (var (member, sql) in special)
{
    sqlNames[member] = sql;
}

var members = new Dictionary<string, List<string>>();
var seen = new HashSet<string>();
foreach (string line in File.ReadLines(Path.Combine(root, "tools", "microsoft-functions.txt")))
{
    Match m = Regex.Match(line, @"static Column (\w+)\((.*)\)\s*$");
    if (!m.Success || byHand.Contains(m.Groups[1].Value))
    {
        continue;
    }

    string member = m.Groups[1].Value;
    string sql = sqlNames.TryGetValue(member, out string? s) ? s : throw new FormatException("No function for " + member);
    EmitMicrosoft(member, sql, m.Groups[2].Value.Replace("<string, string>", "<string; string>").Split(',').Select(p => p.Trim()).Where(p => p.Length > 0).ToArray());
}

foreach (var f in functions)
{
    for (int count = f.Required; count <= f.Args.Length; count++)
    {
        EmitColumns(f.Name, f.Args[..count]);
    }
}

foreach (string old in Directory.GetFiles(target, "Functions.*.cs"))
{
    File.Delete(old);
}

foreach (var g in functions.GroupBy(f => f.Group))
{
    var blocks = g.SelectMany(f => members.GetValueOrDefault(f.Name, [])).ToList();
    if (g.Key == "Mathematics")
    {
        blocks.AddRange(members["~"]);
    }

    int part = 0;
    for (int i = 0; i < blocks.Count;)
    {
        var text = new StringBuilder();
        text.Append("// Written by tools/GenerateFunctions.cs. Change the lists, not this.\nnamespace Millrace.Spark.Sql;\n\n");
        text.Append($"/// <content>{g.Key}.</content>\npublic static partial class Functions\n{{\n");
        int lines = 7;
        for (bool first = true; i < blocks.Count && (first || lines + blocks[i].Count(c => c == '\n') + 1 < MaxLines); i++, first = false)
        {
            text.Append(first ? "" : "\n").Append(blocks[i]);
            lines += blocks[i].Count(c => c == '\n') + 1;
        }

        text.Append("}\n");
        part++;
        File.WriteAllText(Path.Combine(target, $"Functions.{g.Key}{(part == 1 ? "" : part)}.cs"), text.ToString());
    }
}

Console.WriteLine($"{functions.Count} functions, {members.Values.Sum(m => m.Count)} members");

static string[] Split(string text) => [.. text.Split(',').Select(p => p.Trim()).Where(p => p.Length > 0)];

string MemberName(string sql) => names.TryGetValue(sql, out string? name) ? name
    : string.Concat(sql.Split('_').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

static string Safe(string name) => name is "char" or "if" or "double" or "string" or "int" or "float" or "default" or "base" or "object" or "operator" ? "@" + name : name;

void Add(string sql, string signature, string body)
{
    if (!members.TryGetValue(sql, out List<string>? list))
    {
        members[sql] = list = [];
    }

    list.Add($"    /// <summary>{docs[sql].Replace("<", "&lt;")}</summary>\n    public static Column {signature} =>\n        {body};\n");
}

void EmitMicrosoft(string member, string sql, string[] parameters)
{
    var declared = new List<string>();
    var arguments = new List<string>();
    string types = "";
    string? rest = null;
    string? options = null;
    foreach (string p in parameters)
    {
        Match m = Regex.Match(p.Replace("Dictionary<string; string>", "D"), @"^(params )?(\S+) (\w+)( = .*)?$");
        string type = m.Groups[2].Value, name = m.Groups[3].Value, fallback = m.Groups[4].Value;
        bool column = name.EndsWith("Name") || name.EndsWith("Names");
        types += m.Groups[1].Value + type + ",";
        string safe = Safe(name);
        switch (type)
        {
            case "Column[]":
                declared.Add($"params Column[] {safe}");
                rest = $".. {safe}";
                break;
            case "string[]":
                declared.Add($"params string[] {safe}");
                rest = column ? $".. {safe}.Select(Col)" : $".. {safe}";
                break;
            case "object":
                declared.Add($"object? {safe}{fallback}");
                arguments.Add(safe);
                break;
            case "StructType":
                declared.Add($"Types.StructType {safe}");
                arguments.Add($"{safe}.SimpleString");
                break;
            case "D":
                declared.Add($"Dictionary<string, string>{(fallback.Length > 0 ? "?" : "")} {safe}{fallback}");
                options = safe;
                break;
            case "string" when column:
                declared.Add($"string {safe}");
                arguments.Add($"Col({safe})");
                break;
            default:
                declared.Add($"{type} {safe}{fallback}");
                arguments.Add(safe);
                break;
        }
    }

    if (!seen.Add(member + "(" + types.Replace("params ", "") + ")"))
    {
        return;
    }

    string list = string.Join(", ", rest is null ? arguments : [.. arguments, rest]);
    string call = options is not null ? $"Call(\"{sql}\", {options}, [{list}])" : $"Call(\"{sql}\", [{list}])";
    Add(sql, $"{member}({string.Join(", ", declared)})", call);
}

void EmitColumns(string sql, string[] arguments)
{
    var declared = new List<string>();
    var passed = new List<string>();
    string types = "";
    foreach (string a in arguments)
    {
        if (a.EndsWith("..."))
        {
            declared.Add($"params Column[] {Safe(a[..^3])}");
            passed.Add($".. {Safe(a[..^3])}");
            types += "Column[],";
        }
        else if (a.IndexOf(':') is > 0 and var colon)
        {
            int count = a[^1] - '0';
            string name = Safe(a[..colon]);
            declared.Add($"Func<{string.Join(", ", Enumerable.Repeat("Column", count + 1))}> {name}");
            passed.Add($"Lambda({name})");
            types += "Func,";
        }
        else
        {
            declared.Add($"Column {Safe(a)}");
            passed.Add(Safe(a));
            types += "Column,";
        }
    }

    if (seen.Add(MemberName(sql) + "(" + types + ")"))
    {
        Add(sql, $"{MemberName(sql)}({string.Join(", ", declared)})", $"Call(\"{sql}\", [{string.Join(", ", passed)}])");
    }
}
