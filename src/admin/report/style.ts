/**
 * Of the report. Two hues of Okabe and Ito's palette, which people with any colour vision tell apart, and which stand out
 * against both grounds. Source: https://jfly.uni-koeln.de/color/
 */
export const STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1b1b1b; --soft: #5a5a5a; --rule: #d5d5d5; --blue: #0072b2; --orange: #b34700; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1b1b1b; --text: #f2f2f2; --soft: #b5b5b5; --rule: #444444; --blue: #56b4e9; --orange: #e69f00; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
dl div { border: 1px solid var(--rule); border-radius: .5rem; padding: .75rem 1rem; }
dt { color: var(--soft); font-size: .9rem; }
dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
dd small { font-size: .9rem; font-weight: 400; color: var(--soft); }
.plot, .table { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 34rem; height: auto; }
svg text { fill: var(--text); font-size: 14px; }
.grid { stroke: var(--rule); }
.line { fill: none; stroke: var(--blue); stroke-width: 2.5; }
.below { fill: var(--blue); opacity: .15; }
.dot, .bar { fill: var(--blue); }
.aim { stroke: var(--orange); stroke-width: 2; stroke-dasharray: 6 5; }
.deadline { stroke: var(--orange); stroke-width: 2; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: .9rem; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--rule); }
th:first-child { text-align: left; }
td { white-space: nowrap; }
tbody th { font-weight: 400; min-width: 9rem; }
details summary { cursor: pointer; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
@media print {
  :root { --ground: #ffffff; --text: #000000; --soft: #444444; --rule: #bbbbbb; --blue: #0072b2; --orange: #b34700; }
  body { max-width: none; padding: 0; }
  section { break-inside: avoid; }
}
`;
