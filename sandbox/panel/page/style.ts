/** One sheet for phone and desk, light and dark; no file of its own, so that the page is one answer. */
export const style = `
:root{color-scheme:light dark;--ink:light-dark(#1b2430,#e6ebf1);--muted:light-dark(#566474,#9aa8b7);
--ground:light-dark(#f3f5f7,#12171d);--card:light-dark(#fff,#1b222b);--line:light-dark(#dbe1e7,#2d3742);
--fill:light-dark(#1f6f4f,#57c295);--on-fill:light-dark(#fff,#08130d);--bad:light-dark(#b3261e,#ff9b90);
--bad-soft:light-dark(#fdeceb,#3a201e)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.45 system-ui,sans-serif}
main,header{max-width:64rem;margin:0 auto;padding:1rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;padding-bottom:0}
h1{font-size:1.3rem;margin:0}h2{font-size:1.05rem;margin:0 0 .6rem}
header p{margin:0;flex-basis:100%;color:var(--muted)}
.version{font-weight:600}.other{margin-inline-start:auto}
a{color:var(--fill)}
.columns{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}
@media(min-width:52rem){.columns{grid-template:auto auto 1fr/minmax(0,1fr) minmax(0,1fr)}
.faults{grid-column:2;grid-row:1/span 3}.columns{align-items:start}}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;min-width:0}
ul,ol{margin:0;padding:0;list-style:none}
.quirks{padding-inline-start:1.1rem;list-style:disc;color:var(--muted)}
.fault{display:grid;grid-template-columns:1fr auto;gap:.1rem 1rem;align-items:center;padding:.5rem 0;
border-top:1px solid var(--line)}
.fault small,.user small{color:var(--muted)}
.fault.is-on{background:var(--bad-soft);margin:0 -1rem;padding-inline:1rem}
.fault b,.user b{font-weight:600}
form{margin:0}.choices{display:flex;gap:.35rem;flex-wrap:wrap;justify-content:end}
button{font:inherit;min-height:2.75rem;min-width:2.75rem;padding:.3rem .8rem;border-radius:.5rem;
border:1px solid var(--line);background:var(--ground);color:var(--ink);cursor:pointer}
button:hover{border-color:var(--fill)}button:focus-visible,a:focus-visible{outline:3px solid var(--fill);outline-offset:2px}
button[aria-pressed=true]{background:var(--fill);color:var(--on-fill);border-color:transparent}
@media(max-width:32rem){.is-choice{grid-template-columns:1fr}.is-choice .choices{justify-content:start}}
.state{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;margin-bottom:.6rem}
.state p{margin:0}
.user{display:grid;gap:.1rem;padding:.5rem 0;border-top:1px solid var(--line)}
.user p,.request{margin:0;display:flex;gap:.2rem .8rem;flex-wrap:wrap;justify-content:space-between}
.user code{color:var(--muted)}
.no{color:var(--bad)}
.request{display:grid;grid-template-columns:auto auto minmax(0,1fr) auto;font:13px/1.5 ui-monospace,monospace;
padding:.25rem 0;border-top:1px solid var(--line)}
.request time{color:var(--muted)}.request span{overflow-wrap:anywhere}
@media(max-width:32rem){.request{grid-template-columns:auto 1fr auto}.request span{grid-column:1/-1;grid-row:2}}
.empty{margin:0;color:var(--muted)}
`;
