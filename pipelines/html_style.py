"""The style of nescio's HTML pages: system fonts, light and dark, phone and print, colours that all can tell apart."""

LIGHT = {
    "page": "#ffffff",
    "panel": "#f4f6f8",
    "ink": "#1b1f24",
    "dim": "#545d68",
    "line": "#d5dae0",
    "link": "#0b57a4",
    "good": "#17692f",
    "warn": "#7d5200",
    "bad": "#b42318",
    "abstain": "#a04000",
    "answer": "#0b5c9c",
    "mark": "#ffe58a",
}
DARK = {
    "page": "#14171a",
    "panel": "#1d2227",
    "ink": "#e4e8ec",
    "dim": "#a3adb8",
    "line": "#3a424b",
    "link": "#7cb7ff",
    "good": "#63c883",
    "warn": "#e3b155",
    "bad": "#ff8a80",
    "abstain": "#f0a35e",
    "answer": "#74b3f0",
    "mark": "#614d00",
}
"""Every text colour has a contrast of 4.5 on `page`, `panel` and, `ink` alone, on `mark` (WCAG 2.2, 1.4.3)."""


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


STYLE = (
    f"""
:root {{ color-scheme: light dark; {_variables(LIGHT)} }}
@media (prefers-color-scheme: dark) {{ :root {{ {_variables(DARK)} }} }}
"""
    + """
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 68rem; padding: 1rem 1.25rem 3rem; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
a { color: var(--link); } p, ul, ol { margin: .5rem 0; max-width: 48rem; }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav ul { list-style: none; padding: 0; margin: 1rem 0; max-width: none; display: flex; flex-wrap: wrap;
  gap: .2rem 1rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
.dim, caption, figcaption { color: var(--dim); } .wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .93rem; }
table.full { width: 100%; } caption { text-align: left; padding: .2rem 0; }
caption span { display: inline-block; max-width: min(48rem, 100vw - 2.5rem); position: sticky; left: 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem 1.2rem .35rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: normal; font-weight: 400; }
thead th { font-weight: 600; vertical-align: bottom; }
th[scope="row"] { font-weight: 500; } thead .text { font-weight: 500; }
td.number, th.number { text-align: right; white-space: nowrap; }
.long { min-width: 13rem; overflow-wrap: anywhere; } td.bar { min-width: 9rem; width: 34%; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.facts div { background: var(--panel); padding: .5rem .75rem; border-radius: .4rem; display: flex;
  flex-direction: column; justify-content: space-between; }
.facts dt { color: var(--dim); font-size: .85rem; } .facts dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
.grade { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; border: 2px solid; font-weight: 600; }
.passes { color: var(--good); } .doubtful, .unmeasured { color: var(--warn); }
.fails, .given { color: var(--bad); } .bad { color: var(--bad); font-weight: 600; }
.tag { font-weight: 600; } .tag.abstain { color: var(--abstain); } .tag.answer { color: var(--answer); }
.row, .text { margin: .3rem 0; padding: .4rem .6rem; background: var(--panel); border-left: 4px solid var(--line);
  white-space: pre-wrap; overflow: hidden; overflow-wrap: anywhere; }
td .text, th .text { padding: 0; margin: 0; background: none; border: 0; }
.row.abstain, .text.abstain { border-color: var(--abstain); } .row.answer, .text.answer { border-color: var(--answer); }
.row b, .text b { font-weight: 600; font-size: .85rem; color: var(--dim); display: block; }
.ends { white-space: nowrap; font-size: .87em; } .example { font-weight: 600; margin-top: 1.2rem; }
details { margin: .4rem 0; } td > p:first-child { margin-top: 0; }
summary { cursor: pointer; padding: .2rem 0; } summary h3 { display: inline; }
mark { background: var(--mark); color: var(--ink); border-radius: .15rem; } .left-out { color: var(--dim); }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .87rem; }
pre { background: var(--panel); padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; }
svg { display: block; max-width: 100%; } svg.range { width: 100%; height: 1.4rem; overflow: visible; }
svg.stack { width: 100%; height: 1rem; margin-top: .25rem; }
.range .axis { stroke: var(--line); } .range .span { stroke: currentColor; stroke-width: 3; }
.range .gate { stroke: var(--dim); stroke-dasharray: 2 2; } .range circle { fill: currentColor; }
.accepted, .dot.answer { fill: var(--answer); } .rejected { fill: var(--dim); fill-opacity: .6; }
.failed { fill: var(--bad); } .frame { fill: none; stroke: var(--line); }
.dots { fill: none; stroke-linecap: round; } .dots.answer { stroke: var(--answer); }
.dots.abstain { stroke: var(--abstain); stroke-linecap: square; }
.key { display: inline-block; width: .8rem; height: .8rem; vertical-align: -.05rem; border-radius: .15rem; }
.key.accepted, .key.answer { background: var(--answer); } .key.answer { border-radius: 50%; }
.key.abstain { background: var(--abstain); } .key.rejected { background: var(--dim); opacity: .6; }
.key.failed { background: var(--bad); }
.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 1rem; }
figure { margin: .5rem 0; } figure svg { height: auto; } .map { max-width: 34rem; }
footer { margin-top: 3rem; color: var(--dim); font-size: .87rem; }
@media (max-width: 40rem) { .reads { display: none; } td.bar { min-width: 6rem; }
  td.number, th.number { white-space: normal; } .wide { font-size: .95em; } .long { min-width: 9.5rem; }
  th, td { padding-right: .8rem; }
  body { font-size: 15px; padding: .75rem; }
  .maps { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media print { html, body { font-size: 11px; } body { max-width: none; padding: 0; } nav, .skip { display: none; }
  .wide { overflow: visible; } th, td { overflow-wrap: anywhere; } td.number { white-space: normal; }
  tr, .text, figure { break-inside: avoid; } h2, h3, summary { break-after: avoid; } }
"""
)
