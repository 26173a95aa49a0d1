using System.Text;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Tests.Specification;

public class RecordBinderTests
{
    internal static readonly ShapeCatalog Catalog = new ShapeCatalog()
        .Keyed<Shelf>(nameof(Shelf.Name))
        .Main<HammerStep>(nameof(HammerStep.Weight))
        .Limit<HammerStep>(nameof(HammerStep.Weight), new SettingLimit(1, 20, "kg"))
        .Limit<Workshop>(nameof(Workshop.Ratio), new SettingLimit(0, 1, MinExcluded: true));

    [Fact]
    public void Every_kind_of_setting_is_bound()
    {
        var (workshop, faults) = Bind("""
            title: no
            size: 0x10
            ratio: 1e-3
            open: True
            every: 1.5 h
            memory: 2GiB
            words: [yes, "1", ~x]
            counts: { b: 2, a: +1 }
            tools:
              - hammer: { weight: 4, steel: false }
              - hammer: 5
              - saw_blade
              - saw_blade:
              - box: { inside: [ { saw_blade: { teeth: .5 } } ] }
            shelves:
              left: { colour: dark_red }
              right: { colour: green, note: null }
            """);

        Assert.Empty(faults);
        Assert.Equal(("no", 16, 0.001, true, TimeSpan.FromHours(1.5), 2L << 30), (workshop.Title, workshop.Size, workshop.Ratio, workshop.Open, workshop.Every, workshop.Memory.Bytes));
        Assert.Equal(["yes", "1", "~x"], workshop.Words);
        Assert.Equal(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, workshop.Counts);
        Assert.Equal([new HammerStep { Weight = 4, Steel = false }, new HammerStep { Weight = 5 }, new SawBladeStep(), new SawBladeStep()], workshop.Tools.Take(4));
        Assert.Equal([new SawBladeStep { Teeth = 0.5 }], Assert.IsType<BoxStep>(workshop.Tools[4]).Inside);
        Assert.Equal([new Shelf { Name = "left", Colour = Colour.DarkRed }, new Shelf { Name = "right", Colour = Colour.Green }], workshop.Shelves);
    }

    [Fact]
    public void A_single_value_is_a_list_of_one()
    {
        var (workshop, faults) = Bind("title: t\nwords: one\ntools: { saw_blade: {} }");

        Assert.Empty(faults);
        Assert.Equal(["one"], workshop.Words);
        Assert.Equal([new SawBladeStep()], workshop.Tools);
    }

    [Fact]
    public void An_alias_is_the_value_of_its_anchor()
    {
        var (workshop, faults) = Bind("title: &t abc\nwords: [*t, *t]");

        Assert.Empty(faults);
        Assert.Equal(["abc", "abc"], workshop.Words);
    }

    [Fact]
    public void Settings_beside_a_kind_go_with_its_main_setting()
    {
        var (workshop, faults) = Bind("title: t\ntools: [ { hammer: 7, steel: false } ]");

        Assert.Empty(faults);
        Assert.Equal([new HammerStep { Weight = 7, Steel = false }], workshop.Tools);
    }

    [Theory]
    [InlineData("title: t\nsise: 4", "f:2:1: sise: is not a setting; did you mean `size`?")]
    [InlineData("title: t\nqqqqqqqq: 4", "f:2:1: qqqqqqqq: is not a setting; known are counts, every, memory, open, ratio, shelves, size, title, tools, words")]
    [InlineData("size: 4", "f:1:1: `title` is missing; add `title`: text")]
    [InlineData("title: ~", "f:1:8: title: has no value; give one, leave the setting out, or put quotes around the text that is meant")]
    [InlineData("title: [a]", "f:1:8: title: has to be text, but is a list; write for example `text`")]
    [InlineData("title: t\nsize: four", "f:2:7: size: has to be a whole number, but is `four`; write for example `8`")]
    [InlineData("title: t\nsize: \"4\"", "f:2:7: size: has to be a whole number, but is the text \"4\"; write for example `8`")]
    [InlineData("title: t\nsize: 1_000", "f:2:7: size: has to be a whole number, but is `1_000`; write for example `8`")]
    [InlineData("title: t\nsize: 4.0", "f:2:7: size: has to be a whole number, but is `4.0`; write for example `8`")]
    [InlineData("title: t\nsize: 3000000000", "f:2:7: size: is `3000000000`, which does not fit; give a number from -2,147,483,648 to 2,147,483,647")]
    [InlineData("title: t\nratio: .inf", "f:2:8: ratio: has to be a number, but is `.inf`; write for example `0.5`")]
    [InlineData("title: t\nratio: 1e999", "f:2:8: ratio: has to be a finite number, but is `1e999`; write for example `0.5`")]
    [InlineData("title: t\nopen: yes", "f:2:7: open: has to be true or false, but is the text `yes`; write `true`")]
    [InlineData("title: t\nopen: 1", "f:2:7: open: has to be true or false, but is `1`; write for example `true`")]
    [InlineData("title: t\nevery: 5", "f:2:8: every: has to be a duration with a unit (ms, s, min, h, d), but is `5`; write for example `5min`")]
    [InlineData("title: t\nmemory: 2G", "f:2:9: memory: has to be an amount of bytes with a unit (MB, GB, MiB, GiB), but is `2G`; write for example `2GB`")]
    [InlineData("title: t\nwords: {a: b}", "f:2:8: words: has to be a list, but is a map; write `[ ... ]`, or one item a line with `- ` before it")]
    [InlineData("title: t\ncounts: { a: x }", "f:2:14: counts.a: has to be a whole number, but is `x`; write for example `8`")]
    [InlineData("title: t\nshelves: [a]", "f:2:10: shelves: has to be a map from name to settings, but is a list; write `NAME: { ... }`, one a line")]
    [InlineData("title: t\nshelves: { left: {} }", "f:2:12: shelves.left: `colour` is missing; add `colour`: one of dark_red, green")]
    [InlineData("title: t\nshelves: { left: { colour: gren } }", "f:2:28: shelves.left.colour: has to be one of dark_red, green, but is `gren`; did you mean `green`?")]
    [InlineData("title: t\nshelves: { left: { colour: green, name: x } }", "f:2:35: shelves.left.name: is not a setting; known are colour, note")]
    [InlineData("title: t\ntools:\n  - hamer: {}", "f:3:5: tools[0]: `hamer` is not known here; did you mean `hammer`?")]
    [InlineData("title: t\ntools:\n  - hammer: {}", "f:3:13: tools[0].hammer: `weight` is missing; add `weight`: a whole number")]
    [InlineData("title: t\ntools: [ {} ]", "f:2:10: tools[0]: has to name one of box, hammer, saw_blade, but is empty; write for example `{ box: { ... } }`")]
    [InlineData("title: t\ntools: [ { box: {}, saw_blade: {} } ]", "f:2:21: tools[0]: names two kinds, box and saw_blade; make each an item of its own")]
    [InlineData("title: t\ntools: [ { hammer: { weight: 2 }, steel: true } ]", "f:2:35: tools[0]: has `steel` beside `hammer`; put it inside: `hammer: { steel: ... }`")]
    [InlineData("title: t\ntitle: u", "f:2:1: title: the key `title` stands here again, first on line 1; keep one of the two")]
    [InlineData("title: *x", "f:1:8: title: the alias *x has no anchor before it; put &x at the value to be repeated")]
    [InlineData("a: &a {title: t}\n<<: *a", "f:2:1: `<<` does not merge maps in YAML 1.2; repeat the settings, or use an alias for the whole value")]
    [InlineData("title: !!int 3", "f:1:8: title: the tag tag:yaml.org,2002:int has no meaning here; leave it out; the setting decides the type")]
    [InlineData("[a]: b\ntitle: t", "f:1:1: a key of a map has to be text; write `key: value`")]
    [InlineData("title: t\n---\ntitle: u", "f:2:1: holds a second document; put each job into a file of its own")]
    [InlineData("# nothing", "f:1:1: holds nothing; see docs/job-file.md for what a job needs")]
    [InlineData("- a", "f:1:1: has to be a map of settings, but is a list; see docs/job-file.md for what a job needs")]
    [InlineData("title: \"abc", "f:1:8: is not YAML from here on: While scanning a quoted scalar, found unexpected end of stream; check indentation, quotes and brackets")]
    public void A_fault_says_where_what_and_what_to_do(string yaml, string expected)
    {
        var (_, faults) = Bind(yaml);

        Assert.Contains(expected, faults.Select(fault => fault.ToText("f")));
    }

    [Fact]
    public void A_number_out_of_its_range_is_found_at_its_line()
    {
        var (_, faults) = Bind("title: t\nratio: 0\ntools:\n  - hamer: 1\n  - saw_blade\n  - hammer: 21");

        Assert.Equal(
            [
                "f:2:8: ratio: is 0, out of its range; give above 0, at most 1",
                "f:4:5: tools[0]: `hamer` is not known here; did you mean `hammer`?",
                "f:6:13: tools[2].hammer.weight: is 21, out of its range; give 1 to 20 kg",
            ],
            faults.Select(fault => fault.ToText("f")));
    }

    [Fact]
    public void All_faults_come_at_once_in_the_order_of_the_file()
    {
        var (_, faults) = Bind("siz: 1\nopen: maybe\ntools:\n  - hammer: { weight: x }\n  - saw: {}\nevery: 1y");

        Assert.Equal([1, 1, 2, 4, 5, 6], faults.Select(fault => fault.Line ?? 0));
    }

    [Fact]
    public void Size_depth_and_expansion_are_bounded()
    {
        Assert.Contains("nested deeper than 32", Text(string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40))), StringComparison.Ordinal);
        Assert.Contains("1,048,576 are allowed", Text("# " + new string('x', 1 << 20)), StringComparison.Ordinal);
        Assert.Contains("more than 50,000 values", Text("words: [" + string.Concat(Enumerable.Repeat("1,", 60_000)) + "]"), StringComparison.Ordinal);
        var laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 8; i++)
        {
            laughs.Append($"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n");
        }

        Assert.Contains("aliases counted each time", Text(laughs.ToString()), StringComparison.Ordinal);

        static string Text(string yaml) => Assert.Single(Bind(yaml).Faults).ToText("f");
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        var faults = new List<JobFault>();

        Assert.Null(YamlReader.Read([0x61, 0x3a, 0x20, 0xff], new YamlLimits(), faults));
        Assert.Equal("f:1:1: is not UTF-8; save it as UTF-8", Assert.Single(faults).ToText("f"));
    }

    internal static (Workshop Workshop, IReadOnlyList<JobFault> Faults) Bind(string yaml)
    {
        var faults = new List<JobFault>();
        var places = new SourceMap();
        var shape = (RecordShape)Catalog.Of(typeof(Workshop));
        object? workshop = null;
        if (YamlReader.Read(Encoding.UTF8.GetBytes(yaml), new YamlLimits(), faults) is { } root)
        {
            workshop = new RecordBinder(faults, places).BindRoot(shape, root);
        }

        if (workshop is not null)
        {
            var limits = new List<JobFault>();
            new LimitCheck(limits).Check(shape, workshop, "");
            faults.AddRange(limits.Select(places.Locate));
        }

        return ((Workshop)workshop!, [.. faults.OrderBy(fault => fault.Line)]);
    }
}
