using Millrace.Features.Cleaning.Compiled;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;
using ValueType = Millrace.Features.Expressions.ValueType;

namespace Millrace.Features.Cleaning;

/// <summary>Checks a contract and cleaning steps, collecting every fault, and compiles them.</summary>
internal sealed class RowStageCompiler
{
    private const int MaxVocabulary = 10_000;
    private const int MaxDistance = 4;

    private readonly TableContract _contract;
    private readonly IReadOnlyList<CleaningStep> _steps;
    private readonly List<CleaningSpecFault> _faults = [];
    private readonly List<CompiledStep> _compiled = [];
    private readonly (string Name, ValueType Type)[] _columns;

    public RowStageCompiler(TableContract contract, IReadOnlyList<CleaningStep> steps)
    {
        _contract = contract;
        _steps = steps;
        _columns = [.. contract.Columns.Select(column => (column.Name, ValueType.Of(column.Type)))];
    }

    /// <summary>All faults found by <see cref="Compile"/>.</summary>
    public IReadOnlyList<CleaningSpecFault> Faults => _faults;

    /// <summary>The steps in the order they run, checks of the contract among them.</summary>
    public IReadOnlyList<CompiledStep> Compile()
    {
        _faults.AddRange(ContractChecker.Check(_contract));
        CheckNames();
        var lastRewrite = LastRewrites();
        AddContractChecks(-1, lastRewrite);
        for (var i = 0; i < _steps.Count; i++)
        {
            if (CompileStep(i) is { } step)
            {
                _compiled.Add(step);
            }

            AddContractChecks(i, lastRewrite);
        }

        for (var c = 0; c < _columns.Length; c++)
        {
            if (!_contract.Columns[c].Nullable && IsNullCheckedLast(c))
            {
                _compiled.Add(new NullCheck(_contract.Columns[c], c));
            }
        }

        return _compiled;
    }

    /// <summary>Index of the last step that rewrites each column; −1 when none does.</summary>
    private int[] LastRewrites()
    {
        var last = new int[_columns.Length];
        Array.Fill(last, -1);
        for (var i = 0; i < _steps.Count; i++)
        {
            var name = _steps[i] switch
            {
                NormaliseStep step => step.Column,
                MapStep step => step.Column,
                FillStep step => step.Column,
                DeriveStep step => step.Column,
                RuleStep { Otherwise: RuleAction.Clip or RuleAction.Replace } step => step.Column,
                _ => null,
            };
            var column = name is null ? -1 : IndexOf(name);
            if (column >= 0)
            {
                last[column] = i;
            }
        }

        return last;
    }

    private void AddContractChecks(int after, int[] lastRewrite)
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            var contract = _contract.Columns[c];
            if (after < 0 && !contract.Nullable && !IsNullCheckedLast(c))
            {
                _compiled.Add(new NullCheck(contract, c));
            }

            if (lastRewrite[c] == after && AllowedValues.Create(contract, []) is { } allowed)
            {
                _compiled.Add(new AllowedCheck(contract, c, allowed));
            }
        }
    }

    private bool IsNullCheckedLast(int column) => _steps.Any(step => step switch
    {
        FillStep fill => fill.Column == _columns[column].Name,
        DeriveStep derive => derive.Column == _columns[column].Name,
        RuleStep { Otherwise: RuleAction.SetNull or RuleAction.Replace } rule => rule.Column == _columns[column].Name,
        MapStep { Otherwise: UnmappedAction.SetNull } map => map.Column == _columns[column].Name,
        NormaliseStep { EmptyToNull: true } normalise => normalise.Column == _columns[column].Name,
        _ => false,
    });

    private CompiledStep? CompileStep(int index) => _steps[index] switch
    {
        NormaliseStep step => Column(index, step.Column, nameof(step.Column), ValueKind.Text) is >= 0 and var column
            ? new CompiledNormalise(step, column)
            : null,
        MapStep step => Map(index, step),
        FillStep step => Fill(index, step),
        DeriveStep step => Derive(index, step),
        RuleStep step => Rule(index, step),
        var other => throw new ArgumentException($"{other.GetType().Name} is not a cleaning step that the row stage knows."),
    };

    private CompiledMap? Map(int index, MapStep step)
    {
        var column = Column(index, step.Column, nameof(step.Column), ValueKind.Text);
        var before = _faults.Count;
        if (step.Vocabulary is not { Count: > 0 and <= MaxVocabulary })
        {
            Fault(index, nameof(step.Vocabulary), $"step '{step.StepName}': the vocabulary has 1 to {MaxVocabulary} entries, not {step.Vocabulary?.Count ?? 0}");
        }
        else if (step.Vocabulary.Distinct(StringComparer.Ordinal).Count() != step.Vocabulary.Count)
        {
            Fault(index, nameof(step.Vocabulary), $"step '{step.StepName}': the vocabulary names an entry twice");
        }

        if (step.MaxDistance is < 0 or > MaxDistance)
        {
            Fault(index, nameof(step.MaxDistance), $"step '{step.StepName}': max_distance is 0 to {MaxDistance}, not {step.MaxDistance}");
        }

        return column >= 0 && before == _faults.Count ? new CompiledMap(step, column) : null;
    }

    private CompiledFill? Fill(int index, FillStep step)
    {
        var column = Column(index, step.Column, nameof(step.Column), null);
        var value = column < 0 ? null : Value(index, column, step.StepName, step.Value, nameof(step.Value));
        return value is null ? null : new CompiledFill(step.StepName, column, value);
    }

    private CompiledDerive? Derive(int index, DeriveStep step)
    {
        var column = Column(index, step.Column, nameof(step.Column), null);
        if (_steps.Take(index).OfType<DeriveStep>().Any(earlier => earlier.Column == step.Column))
        {
            Fault(index, nameof(step.Column), $"step '{step.StepName}': column '{step.Column}' is derived twice");
        }

        var from = column < 0 ? null : Expression(index, step.StepName, step.From, nameof(step.From), _columns[column].Type);
        return from is null ? null : new CompiledDerive(step.StepName, column, new DerivedValue(from, new ColumnConverter(_contract.Columns[column])));
    }

    private CompiledRule? Rule(int index, RuleStep step)
    {
        var before = _faults.Count;
        var check = Expression(index, step.Name, step.Check, nameof(step.Check), ValueType.Bool);
        var action = Action(index, step);
        return before == _faults.Count && check is not null ? new CompiledRule(step, check, action) : null;
    }

    private CompiledAction? Action(int index, RuleStep step)
    {
        CheckMembers(index, step);
        if (step.Otherwise is RuleAction.Quarantine or RuleAction.Count)
        {
            return null;
        }

        if (step.Column is null)
        {
            Fault(index, nameof(step.Column), $"rule '{step.Name}': the action needs a column to change");
            return null;
        }

        var column = Column(index, step.Column, nameof(step.Column), null);
        if (column < 0)
        {
            return null;
        }

        switch (step.Otherwise)
        {
            case RuleAction.SetNull:
                if (!_contract.Columns[column].Nullable && !_steps.Skip(index + 1).OfType<FillStep>().Any(fill => fill.Column == step.Column))
                {
                    Fault(index, nameof(step.Column), $"rule '{step.Name}' sets '{step.Column}' to null, but the contract says it is not nullable; "
                        + "add nullable: true to the column or a fill step after the rule");
                }

                return new SetNullAction(step.Name, column);
            case RuleAction.Clip:
                return Clip(index, step, column);
            default:
                var with = step.With is null ? null : Expression(index, step.Name, step.With, nameof(step.With), _columns[column].Type);
                return with is null ? null : new ReplaceAction(step.Name, column, new DerivedValue(with, new ColumnConverter(_contract.Columns[column])));
        }
    }

    private void CheckMembers(int index, RuleStep step)
    {
        var takesColumn = step.Otherwise is not (RuleAction.Quarantine or RuleAction.Count);
        if (step.Column is not null && !takesColumn)
        {
            Fault(index, nameof(step.Column), $"rule '{step.Name}': only set_null, clip and replace change a column");
        }

        if ((step.Min ?? step.Max) is not null != (step.Otherwise == RuleAction.Clip))
        {
            Fault(index, nameof(step.Min), step.Otherwise == RuleAction.Clip
                ? $"rule '{step.Name}': clip needs min, max or both"
                : $"rule '{step.Name}': min and max belong to clip");
        }

        if (step.With is not null != (step.Otherwise == RuleAction.Replace))
        {
            Fault(index, nameof(step.With), step.Otherwise == RuleAction.Replace
                ? $"rule '{step.Name}': replace needs an expression in 'with'"
                : $"rule '{step.Name}': 'with' belongs to replace");
        }
    }

    private ClipAction? Clip(int index, RuleStep step, int column)
    {
        if (_columns[column].Type.Kind is ValueKind.Text or ValueKind.Bool or ValueKind.List)
        {
            Fault(index, nameof(step.Column), $"rule '{step.Name}': clip works on numbers, dates and timestamps; '{step.Column}' is {_columns[column].Type}");
            return null;
        }

        var before = _faults.Count;
        var min = step.Min is null ? null : Value(index, column, step.Name, step.Min, nameof(step.Min));
        var max = step.Max is null ? null : Value(index, column, step.Name, step.Max, nameof(step.Max));
        return before == _faults.Count ? new ClipAction(step.Name, column, min, max) : null;
    }

    private Vector? Value(int index, int column, string step, string text, string member)
    {
        if (text is null)
        {
            Fault(index, member, $"step '{step}': the value is missing");
            return null;
        }

        var value = Constant.Read(_contract.Columns[column], text, out var problem);
        if (value is null)
        {
            Fault(index, member, $"step '{step}': {problem}");
        }

        return value;
    }

    private Node? Expression(int index, string step, string text, string member, ValueType expected)
    {
        var found = new List<ExpressionFault>();
        var node = text is null ? null : Checker.Compile(text, _columns, expected, found);
        if (text is null)
        {
            Fault(index, member, $"rule '{step}': the expression is missing");
        }

        foreach (var fault in found)
        {
            _faults.Add(new CleaningSpecFault
            {
                StepIndex = index,
                Member = member,
                Offset = fault.Offset,
                Length = fault.Length,
                Message = $"rule '{step}': {fault.Message} (at character {fault.Offset + 1} of '{Excerpt(text!, fault.Offset)}')",
            });
        }

        return node;
    }

    private static string Excerpt(string text, int offset)
    {
        const int MaxLength = 80;
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var start = Math.Clamp(offset - (MaxLength / 2), 0, text.Length - MaxLength);
        return $"…{text.AsSpan(start, MaxLength)}…";
    }

    private int Column(int index, string name, string member, ValueKind? kind)
    {
        var column = name is null ? -1 : IndexOf(name);
        if (column < 0)
        {
            var hint = Suggestion.For(name ?? "", _columns.Select(known => known.Name));
            Fault(index, member, $"step '{_steps[index].StepName}': there is no column '{name}' in the contract{hint}");
            return -1;
        }

        if (kind is not null && _columns[column].Type.Kind != kind)
        {
            Fault(index, member, $"step '{_steps[index].StepName}' works on text; column '{name}' is {_columns[column].Type}");
            return -1;
        }

        return column;
    }

    private int IndexOf(string name) => Array.FindIndex(_columns, column => column.Name == name);

    private void CheckNames()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _steps.Count; i++)
        {
            var name = _steps[i].StepName;
            if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAny(":/") || name.Length > 200)
            {
                Fault(i, "Name", $"step {i + 1}: a name has 1 to 200 characters, none of them ':' or '/'");
            }
            else if (!seen.Add(name))
            {
                Fault(i, "Name", $"step {i + 1}: the name '{name}' is taken by an earlier step; give this one a name of its own");
            }
        }
    }

    private void Fault(int index, string member, string message) =>
        _faults.Add(new CleaningSpecFault { StepIndex = index, Member = member, Message = message });
}
