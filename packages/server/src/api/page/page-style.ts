/**
 * The one style sheet. Meanings hold both themes, light first; the system chooses. Numbers are tabular and stand right,
 * colour is for what needs attention.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#faf8f6, #141210);
  --surface: light-dark(#ffffff, #191715);
  --sunken: light-dark(#f6f3f0, #0e0c0a);
  --border: light-dark(#e7e4e0, #2d2926);
  --text: light-dark(#1e1c1a, #e7e4e0);
  --muted: light-dark(#655f5b, #b5b0ac);
  --accent: light-dark(#ad3700, #fb8861);
  --ok: light-dark(#10703a, #74c98c);
  --bad: light-dark(#a8212e, #fe8d8b);
  --bad-soft: light-dark(#ffebea, #351a19);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); line-height: 1.45;
  font-family: -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, system-ui, sans-serif; font-size: 13px; }
header, main { max-width: 1080px; margin: 0 auto; padding: 0 16px; }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; min-height: 44px; }
header nav { display: flex; flex-wrap: wrap; gap: 4px 14px; }
h1 { font-size: 15px; margin: 0; display: flex; gap: 8px; align-items: center; }
h1 svg { width: 18px; height: 18px; color: var(--accent); }
h2 { font-size: 15px; margin: 0; }
section { background: var(--surface); border: 1px solid var(--border); border-radius: 4px; margin: 0 0 16px; overflow-x: auto; }
section > .head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; padding: 10px 16px; }
.muted, .head span { color: var(--muted); }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 5px 16px; text-align: left; vertical-align: top; border-top: 1px solid var(--border); }
th { color: var(--muted); font-weight: 400; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.number, code, pre, time { font-family: var(--mono); font-size: 12px; font-variant-numeric: tabular-nums; }
td.name { min-width: 9rem; font-weight: 600; overflow-wrap: anywhere; }
td small { display: block; font-size: 11px; font-weight: 400; color: var(--muted); }
.bad { color: var(--bad); background: var(--bad-soft); border-radius: 4px; padding: 1px 6px; }
.ok { color: var(--ok); }
.figures { display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 0 16px 10px; }
.figures b { font-family: var(--mono); font-size: 15px; }
p { margin: 0; padding: 0 16px 10px; }
a { color: var(--text); text-underline-offset: 2px; }
a[aria-current] { font-weight: 600; text-decoration-color: var(--accent); text-decoration-thickness: 2px; }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details { border-top: 1px solid var(--border); }
summary { padding: 7px 16px; cursor: pointer; font-weight: 600; }
summary small { font-weight: 400; color: var(--muted); padding-left: 8px; font-size: 12px; }
pre { margin: 0 16px 10px; padding: 10px 12px; overflow-x: auto; background: var(--sunken); border: 1px solid var(--border);
  border-radius: 4px; line-height: 1.6; user-select: all; }
main.narrow { max-width: 560px; padding-top: 15vh; }
main.narrow section { padding-top: 10px; }
@media (max-width: 640px) { th, td { padding: 5px 8px; } .wide { display: none; } }
`;
