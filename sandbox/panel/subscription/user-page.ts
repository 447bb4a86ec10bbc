import { escapeHtml } from '../answers.ts';
import { gibibyte } from '../users/records.ts';
import type { Node } from './nodes.ts';
import type { Profile } from './profile.ts';
import { shareLink } from './share-links.ts';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1d2733}
h1{font-size:1.4rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1rem}dt{color:#5b6b7c}dd{margin:0}
.bar{height:.6rem;background:#e3e8ee;border-radius:.3rem;overflow:hidden}.bar i{display:block;height:100%;background:#2f7d5b}
li{margin:.4rem 0;word-break:break-all}code{font-size:.8rem}.off{color:#b3261e}`;

/** The page a person sees in a browser at the subscription address: what is left, and the links. */
export function userPage(profile: Profile, nodes: readonly Node[]): string {
  const { user } = profile;
  const used = user.currentUsageBytes / gibibyte;
  const limit = user.usageLimitBytes / gibibyte;
  const share = limit > 0 ? Math.min(100, (used / limit) * 100) : 100;
  const state = profile.active ? 'Active' : '<span class="off">Package ended</span>';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(profile.title)}</title><style>${style}</style></head><body>
<h1>${escapeHtml(user.name)}</h1>
<div class="bar"><i style="width:${share.toFixed(1)}%"></i></div>
<dl><dt>State</dt><dd>${state}</dd>
<dt>Usage</dt><dd>${used.toFixed(2)} of ${limit.toFixed(0)} GB</dd>
<dt>Days left</dt><dd>${Math.max(0, profile.remainingDays)}</dd></dl>
<h2>Subscriptions</h2><ul>${formatLinks()}</ul>
<h2>Links</h2><ul>${nodes.map((node) => linkItem(node, profile.newer)).join('')}</ul>
</body></html>`;
}

function formatLinks(): string {
  const formats = {
    'sub/': 'Links',
    'sub64/': 'Links, base64',
    'singbox/': 'sing-box',
    'xray/': 'Xray',
    'clashmeta/': 'Clash Meta',
  };
  const items = Object.entries(formats).map(([path, name]) => `<li><a href="${path}">${name}</a></li>`);
  return items.join('');
}

function linkItem(node: Node, newer: boolean): string {
  return `<li>${escapeHtml(node.name)}<br><code>${escapeHtml(shareLink(node, newer))}</code></li>`;
}
