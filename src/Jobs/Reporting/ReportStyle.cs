namespace Millrace.Jobs.Reporting;

/// <summary>The report's style sheet: follows the reader's light or dark setting, narrow and wide windows, and prints.</summary>
internal static class ReportStyle
{
    /// <summary>The CSS.</summary>
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --line: #d9dde3; --page: #f6f7f9; --card: #ffffff;
          --blue: #3d85c6; --orange: #e08a2e; --good: #2e7d4f; --bad: #b3432f; --track: #e8ebef; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --soft: #9aa4b1; --line: #333b46; --page: #14181d; --card: #1c2229;
          --good: #63b98a; --bad: #e58873; --track: #2a323c; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1120px; margin: 0 auto; padding: 28px 20px 60px; }
        h1 { font-size: 26px; margin: 0 0 4px; letter-spacing: -0.01em; }
        h2 { font-size: 19px; margin: 38px 0 12px; letter-spacing: -0.005em; }
        h3 { font-size: 15px; margin: 18px 0 8px; }
        p { margin: 6px 0 12px; max-width: 75ch; }
        .soft { color: var(--soft); }
        .good { color: var(--good); } .bad { color: var(--bad); }
        .verdict { font-size: 17px; margin: 10px 0 18px; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
        .card b { display: block; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
        .card span { color: var(--soft); font-size: 13px; }
        .flow { display: flex; flex-wrap: wrap; gap: 10px 0; align-items: stretch; }
        .step { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; flex: 1 1 150px; max-width: 260px; }
        .step b { font-variant-numeric: tabular-nums; font-size: 18px; display: block; }
        .step .aside { color: var(--bad); font-size: 13px; display: block; }
        .arrow { align-self: center; padding: 0 8px; color: var(--soft); }
        .panel { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin: 0 0 14px; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 14px; }
        .pair > .panel:only-child { max-width: 560px; }
        .columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 14px; }
        .columns .panel { margin: 0; }
        .columns h3 { margin: 0; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 14px; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th { text-align: left; color: var(--soft); font-weight: 500; border-bottom: 1px solid var(--line); padding: 5px 10px 5px 0; white-space: nowrap; }
        td { border-bottom: 1px solid var(--line); padding: 5px 10px 5px 0; vertical-align: top; overflow-wrap: anywhere; }
        tr:last-child td { border-bottom: 0; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .best { font-weight: 650; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 8px 0 0; font-size: 13px; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        .bar { display: block; height: 7px; border-radius: 4px; background: var(--track); min-width: 90px; margin-top: 7px; }
        .bar i { display: block; height: 7px; border-radius: 4px; background: var(--blue); }
        svg { width: 100%; height: auto; display: block; }
        svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
        .key { font-size: 13px; color: var(--soft); } .key i { display: inline-block; width: 18px; height: 3px; vertical-align: middle; margin: 0 6px 0 12px; }
        code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 13px; }
        pre { overflow-x: auto; margin: 8px 0 0; line-height: 1.45; }
        summary { cursor: pointer; color: var(--soft); }
        .confusion td, .confusion th { text-align: right; } .confusion .hit { font-weight: 650; }
        ul { margin: 6px 0; padding-left: 20px; }
        footer { margin-top: 40px; color: var(--soft); font-size: 13px; }
        @media print { body { background: #fff; } .panel, .card, .step { break-inside: avoid; } }
        """;
}
