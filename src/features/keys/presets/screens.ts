import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import { appIds, findApp } from '../apps.rules.ts';
import type { PresetView } from './service.ts';
import { strengthOf, strengths } from '../protocols/packet-cut.rules.ts';
import { type Preset, type PresetField, presetFields, type PresetPart, presetParts } from './rules.ts';
import type { TryoutLine } from './tryout.rules.ts';
import * as taps from './taps.ts';
import * as adminTaps from '../../admin/taps.ts';

type FieldName = keyof Voice['t']['presets']['fields'];

/** The preset that is shown and worked on: the draft when there is one. */
function shownOf({ draft, live }: PresetView): Preset {
  return (draft ?? live).preset;
}

function nameOf(field: PresetField): FieldName {
  return field.split('.')[1] as FieldName;
}

function valueOf({ t }: Voice, preset: Preset, field: PresetField): string {
  const [part, name] = field.split('.') as [Exclude<PresetPart, never>, string];
  const values: Record<string, string | undefined> = preset[part];
  return values[name] ?? t.presets.asSettings;
}

/** Where subscription links lead, and whether admins may change it. */
interface ShownFeed {
  isOwn: boolean;
  isFixed: boolean;
}

/** Everything about keys on one screen, with the ways to change it. */
export function presetScreen(voice: Voice, desk: PresetView, feed: ShownFeed): Screen {
  const { t, format } = voice;
  const preset = shownOf(desk);
  const { draft, live } = desk;
  const hidden = preset.hiddenApps.map((id) => findApp(id)?.name ?? id).join(', ');
  return {
    text: join(
      [
        t.presets.title,
        plain(live.version === 0 ? t.presets.never : t.presets.version(live.version)),
        draft !== undefined && plain(t.presets.draft(draft.version)),
        join(presetParts.map((part) => plain(partLine(voice, desk, part)))),
        plain(feed.isOwn ? t.presets.feedOwn : t.presets.feedPanel),
        feed.isFixed && plain(t.presets.feedFixed),
        join([
          hidden !== '' && plain(t.presets.hiddenApps(hidden)),
          preset.servers.length > 0 && plain(t.presets.servers(format.number(preset.servers.length))),
        ]),
      ],
      '\n\n',
    ),
    buttons: [
      ...pairs(presetParts.map((part) => ({ label: t.presets.parts[part], action: taps.showPart(part) }))),
      [
        { label: t.presets.apps, action: taps.listApps() },
        { label: t.presets.further, action: taps.listServers() },
      ],
      ...(feed.isFixed
        ? []
        : [[{ label: feed.isOwn ? t.presets.toPanelFeed : t.presets.toOwnFeed, action: taps.askFeed() }]]),
      [{ label: t.presets.tryOut, action: taps.tryOut() }],
      ...(draft === undefined
        ? []
        : [
            [{ label: t.presets.apply, action: taps.askApply(), style: 'success' } satisfies Button],
            [{ label: t.presets.drop, action: taps.drop() }],
          ]),
      ...(desk.history.length > 1 ? [[{ label: t.presets.history, action: taps.listVersions() }]] : []),
      wayHome(voice, { label: t.general.back, action: adminTaps.openDesk() }),
    ],
  };
}

function pairs(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((button, at) => (at % 2 === 0 ? [buttons.slice(at, at + 2)] : []));
}

function partLine(voice: Voice, desk: PresetView, part: PresetPart): string {
  const { t } = voice;
  const preset = shownOf(desk);
  const name = t.presets.parts[part];
  if (part !== 'cut' && preset.without.includes(part)) return `${name}: ${t.presets.off}`;
  if (part !== 'cut' && !desk.described.includes(part)) return `${name}: ${t.presets.fromPanel}`;
  const chosen = Object.values(preset[part]).filter((value) => value !== undefined);
  const strength = part === 'cut' ? strengthOf(preset.cut) : undefined;
  if (strength !== undefined) return t.presets.cutLine[strength](chosen.join(', '));
  return `${name}: ${chosen.length === 0 ? t.presets.asSettings : chosen.join(', ')}`;
}

/** The ready-made cuts, the one in use marked. */
function strengthRow({ t }: Voice, { cut }: Preset): Button[] {
  const chosen = strengthOf(cut);
  return strengths.map((name) => {
    const label = t.presets.strengths[name];
    return { label: name === chosen ? t.presets.good(label) : label, action: taps.setStrength(name) };
  });
}

/** One protocol, or how the first packets are cut, with a button for each of its values. */
export function presetPartScreen(voice: Voice, desk: PresetView, part: PresetPart): Screen {
  const { t } = voice;
  const preset = shownOf(desk);
  const isProtocol = part !== 'cut';
  const canChange = !isProtocol || desk.described.includes(part);
  const fields = canChange ? presetFields.filter((field) => field.startsWith(`${part}.`)) : [];
  return {
    text: join(
      [
        t.presets.partTitle(t.presets.parts[part]),
        plain(partLine(voice, desk, part)),
        !isProtocol && plain(t.presets.cutNote),
        join(
          fields.map((field) =>
            plain(`${t.presets.fields[nameOf(field)]}: ${valueOf(voice, preset, field)}`),
          ),
        ),
      ],
      '\n\n',
    ),
    buttons: [
      ...(isProtocol ? [] : [strengthRow(voice, preset)]),
      ...pairs(
        fields.map((field) => ({
          label: t.presets.fields[nameOf(field)],
          action: taps.ask(presetFields.indexOf(field)),
        })),
      ),
      ...(isProtocol
        ? [
            [
              {
                label: preset.without.includes(part) ? t.presets.offer : t.presets.stop,
                action: taps.switchProtocol(part, preset.without.includes(part)),
              },
            ],
          ]
        : []),
      backToKeys(voice),
    ],
  };
}

function backToKeys(voice: Voice): Button[] {
  return wayHome(voice, { label: voice.t.general.back, action: taps.open() });
}

/** Asks for one value; `typed` is what did not fit. */
export function askPresetScreen(
  voice: Voice,
  { field, desk, problem }: { field: PresetField; desk: PresetView; problem: Html | undefined },
): Screen {
  const { t } = voice;
  const now = valueOf(voice, shownOf(desk), field);
  return {
    text: join([problem, t.presets.ask[nameOf(field)], t.presets.now(now), t.presets.resetHint], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

export function askServerScreen(voice: Voice, problem: Html | undefined): Screen {
  const { t } = voice;
  return {
    text: join([problem, t.presets.askLink], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

export function presetAppsScreen(voice: Voice, desk: PresetView): Screen {
  const { t } = voice;
  const { hiddenApps } = shownOf(desk);
  return {
    text: t.presets.appsTitle,
    buttons: [
      ...pairs(
        appIds.map((id) => {
          const name = findApp(id)?.name ?? id;
          const isHidden = hiddenApps.includes(id);
          const label = isHidden ? t.presets.bad(name) : t.presets.good(name);
          return { label, action: taps.switchApp(id, isHidden) };
        }),
      ),
      backToKeys(voice),
    ],
  };
}

export function presetServersScreen(
  voice: Voice,
  { desk, hasOwnFeed }: { desk: PresetView; hasOwnFeed: boolean },
): Screen {
  const { t } = voice;
  const { servers } = shownOf(desk);
  return {
    text: join(
      [
        t.presets.furtherTitle,
        !hasOwnFeed && plain(t.presets.furtherOwnOnly),
        plain(
          servers.length === 0 ? t.presets.noFurther : servers.map(({ name }) => clip(name, 60)).join('\n'),
        ),
      ],
      '\n\n',
    ),
    buttons: [
      ...servers.map(({ name }, at): Button[] => [
        { label: t.presets.removeServer(clip(name, 24)), action: taps.removeServer(at, servers.length) },
      ]),
      [{ label: t.presets.addServer, action: taps.addServer() }],
      backToKeys(voice),
    ],
  };
}

const shownLines = 25;

/** The screen of a tryout: what was built, what is wrong first. */
export function presetTryoutScreen(voice: Voice, lines: readonly TryoutLine[]): Screen {
  const { t, format } = voice;
  const count = (result: TryoutLine['result']) =>
    format.number(lines.filter((line) => line.result === result).length);
  const wrong = lines
    .filter(({ result }) => result === 'wrong')
    .map(({ what }) => t.presets.bad(clip(what, 90)));
  const good = lines
    .filter(({ result }) => result === 'good')
    .map(({ what }) => t.presets.good(clip(what, 90)));
  const isNothing = lines.every(({ what }) => !what.includes('·'));
  return {
    text: join(
      [
        t.presets.triedTitle,
        plain(t.presets.tried(count('good'), count('wrong'), count('skipped'))),
        isNothing && plain(t.presets.triedNothing),
        plain([...wrong, ...good].slice(0, shownLines).join('\n')),
      ],
      '\n\n',
    ),
    buttons: [backToKeys(voice)],
  };
}

/** Before links lead elsewhere: what that gives, and what becomes of the links that people have. */
export function feedQuestion(voice: Voice, { isOwn }: ShownFeed): Screen {
  const { t } = voice;
  const chosen = isOwn ? 'panel' : 'own';
  return {
    text: t.presets.sureFeed[chosen],
    buttons: [
      [{ label: t.presets.confirmFeed, action: taps.chooseFeed(chosen), style: 'success' }],
      backToKeys(voice),
    ],
  };
}

/** Before what changes everybody's keys. The revision is what the admin has seen. */
export function applyPresetQuestion(voice: Voice, revision: number): Screen {
  const { t } = voice;
  return {
    text: t.presets.sureApply,
    buttons: [
      [{ label: t.presets.confirmApply, action: taps.apply(revision), style: 'success' }],
      backToKeys(voice),
    ],
  };
}

export function presetHistoryScreen(voice: Voice, { history, live }: PresetView): Screen {
  const { t, format } = voice;
  const earlier = history.filter(({ version }) => version !== live.version);
  return {
    text: t.presets.historyTitle,
    buttons: [
      ...earlier.map(({ version, appliedAt }): Button[] => [
        {
          label: clip(t.presets.historyLine(version, format.moment(appliedAt)), 40),
          action: taps.restore(version),
        },
      ]),
      backToKeys(voice),
    ],
  };
}
