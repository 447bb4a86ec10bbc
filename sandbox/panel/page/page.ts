import { escapeHtml } from '../answers.ts';
import type { PanelControl, PanelUserState } from '../control.ts';
import type { CoreView } from '../cores.ts';
import type { PanelFaults } from '../faults.ts';
import type { ProfileTraits } from '../profiles.ts';
import type { LoggedRequest } from '../request-log.ts';
import { style } from './style.ts';
import { type PageLanguage, type PageTexts, pageTexts, type Switch } from './texts.ts';

/** Where the page lives: no secret path can be called so, since those are letters and digits. */
export const pagePath = '/stand-in/';

/** The lengths of a delay that the page offers; the last is longer than the proxy waits. */
export const delaysMs = [0, 2_000, 10_000, 60_000] as const;
export const hiddenShares = [0, 0.01, 0.3] as const;
export const switches = Object.keys(pageTexts.en.switches) as Switch[];

const shown = 60;

// Whoever reads or types is not disturbed: a part is drawn again only when it has changed and does not hold the focus.
const script = `setInterval(async()=>{if(document.hidden)return;
const text=await fetch(location.href).then((answer)=>answer.text()).catch(()=>undefined);if(!text)return;
const next=new DOMParser().parseFromString(text,'text/html');
for(const part of document.querySelectorAll('[data-live]')){const fresh=next.getElementById(part.id);
if(fresh&&!part.contains(document.activeElement)&&fresh.innerHTML!==part.innerHTML)part.innerHTML=fresh.innerHTML}},2000)`;

/** The whole page: what this panel is, what is broken, who is on it, what it was asked. */
export function ownPage(control: PanelControl, traits: ProfileTraits, language: PageLanguage): string {
  const t = pageTexts[language];
  const users = control.users();
  const requests = control.requests();
  const other = language === 'ru' ? 'en' : 'ru';
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<title>${t.title} · Hiddify ${traits.version}</title><style>${style}</style></head><body>
<header><h1>${t.title}</h1><span class="version">Hiddify ${traits.version}</span>
<a class="other" href="?lang=${other}" lang="${other}">${t.other}</a><p>${t.about}</p></header>
<main class="columns">
<section><h2>${t.profile}: ${traits.name}</h2><ul class="quirks">${quirks(t, traits)}</ul></section>
<section><div id="users" data-live><h2>${t.users(users.length)}</h2>${userList(t, users, control.cores())}</div></section>
<section class="faults"><h2>${t.faults}</h2><div id="faults" data-live>${faultList(t, control.faults(), { language, traits })}</div></section>
<section><div id="requests" data-live><h2>${t.requests(requests.length)}</h2>${requestList(t, requests)}</div></section>
</main><script>${script}</script></body></html>`;
}

function quirks(t: PageTexts, traits: ProfileTraits): string {
  const lines = [t.quirks[traits.schema], t.quirks[traits.applies], t.quirks[traits.deletes]];
  if (traits.leavesGhosts) lines.push(t.quirks.ghosts);
  if (traits.unauthorized.status === 401) lines.push(t.quirks['401']);
  return lines.map((line) => `<li>${line}</li>`).join('');
}

function faultList(
  t: PageTexts,
  faults: PanelFaults,
  { language, traits }: { language: PageLanguage; traits: ProfileTraits },
): string {
  const offered = switches.filter((name) => name !== 'roleBypass' || traits.canBypassRoles);
  const broken =
    offered.filter((name) => faults[name]).length +
    Number(faults.slowMs > 0) +
    Number(faults.phantomDeletedShare > 0);
  const action = `${pagePath}?lang=${language}`;
  const send = (name: string, value: string, inner: string) =>
    `<button name="${name}" value="${value}" ${inner}</button>`;
  const item = (isOn: boolean, [name, hint]: readonly [string, string], buttons: string) =>
    `<li class="fault${isOn ? ' is-on' : ''}${buttons.split('<button').length > 2 ? ' is-choice' : ''}"><span><b>${name}</b><br><small>${hint}</small></span>
<span class="choices">${buttons}</span></li>`;
  const choice = (name: string, value: number, { now, label }: { now: number; label: string }) =>
    send(name, String(value), `aria-pressed="${now === value}">${label}`);
  const toggle = (name: Switch) =>
    send(
      name,
      faults[name] ? 'no' : 'yes',
      `aria-pressed="${faults[name]}" aria-label="${t.switches[name][0]}: ${faults[name] ? t.on : t.off}. ${faults[name] ? t.turnOff : t.turnOn}">${faults[name] ? t.on : t.off}`,
    );
  const { slowMs, phantomDeletedShare } = faults;
  const delays = delaysMs.map((ms) =>
    choice('slowMs', ms, { now: slowMs, label: ms === 0 ? t.none : t.seconds(ms / 1000) }),
  );
  const shares = hiddenShares.map((share) =>
    choice('phantomDeletedShare', share, {
      now: phantomDeletedShare,
      label: share === 0 ? t.none : `${share * 100} %`,
    }),
  );
  return `<form method="post" action="${action}">
<div class="state"><p role="status">${broken === 0 ? t.healthy : t.broken(broken)}</p>${send('heal', 'yes', `>${t.heal}`)}</div>
<ul>${offered.map((name) => item(faults[name], t.switches[name], toggle(name))).join('')}
${item(slowMs > 0, t.slow, delays.join(''))}${item(phantomDeletedShare > 0, t.phantom, shares.join(''))}</ul></form>`;
}

function userList(t: PageTexts, users: readonly PanelUserState[], cores: CoreView): string {
  if (users.length === 0) return `<p class="empty">${t.noUsers}</p>`;
  const xray = new Set(cores.xray);
  const singbox = new Set(cores.singbox);
  return `<ul>${users
    .slice(-shown)
    .toReversed()
    .map((user) => userItem(t, user, { xray: xray.has(user.uuid), singbox: singbox.has(user.uuid) }))
    .join('')}</ul>`;
}

function userItem(t: PageTexts, user: PanelUserState, held: { xray: boolean; singbox: boolean }): string {
  const inXray = held.xray ? 'xray' : 'neither';
  const where = held.xray && held.singbox ? 'both' : held.singbox ? 'singbox' : inXray;
  const state = user.deleted ? t.deleted : user.is_active ? t.active : t.inactive;
  const used = t.traffic(user.current_usage_GB.toFixed(2), user.usage_limit_GB.toFixed(0));
  return `<li class="user"><p><b>${escapeHtml(user.name)}</b><span${user.is_active ? '' : ' class="no"'}>${state}</span></p>
<p><span>${used}</span><span>${t.days(user.package_days, user.start_date)}</span></p>
<p><small>${t.cores[where]}</small><code>${user.uuid.slice(0, 8)}…</code></p></li>`;
}

function requestList(t: PageTexts, requests: readonly LoggedRequest[]): string {
  if (requests.length === 0) return `<p class="empty">${t.noRequests}</p>`;
  const line = ({ at, method, path, status }: LoggedRequest) => {
    const isGood = typeof status === 'number' && status < 300;
    return `<li class="request"><time datetime="${at}">${at.slice(11, 19)}</time><b>${escapeHtml(method)}</b>
<span>${escapeHtml(path)}</span><b${isGood ? '' : ' class="no"'}>${status === 'none' ? t.silence : status}</b></li>`;
  };
  return `<ol>${requests.slice(-shown).toReversed().map(line).join('')}</ol>`;
}
