import { appliesOf } from '../hiddify/applies.ts';
import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { wayHome } from '../../../texts/navigation.ts';
import { sentence } from '../../../texts/sentence.ts';
import type { Voice } from '../../../texts/voice.ts';
import { type Alarm, oddRowsMark } from '../fleet/alarm.rules.ts';
import type { PanelView } from './service.ts';
import * as handTaps from '../provisioning/hands/taps.ts';
import * as taps from './taps.ts';
import * as adminTaps from '../../admin/taps.ts';

/** Tells an admin what is wrong with a panel. */
export function panelAlarmScreen(voice: Voice, { panel, alarm }: { panel: string; alarm: Alarm }): Screen {
  const { t } = voice;
  return {
    text: t.panels.alarm(panel, sentence(errorWords(voice, alarm))),
    buttons: [[{ label: t.panels.open, action: taps.list() }], wayHome(voice)],
  };
}

/** A class of failure in plain words. */
function errorWords({ t }: Voice, failure: string | null | undefined): string {
  const words: Readonly<Record<string, string>> = t.panels.errors;
  return words[failure ?? ''] ?? t.panels.errors.transient;
}

const signs = { active: '🟢', draining: '🟡', off: '⚪️' } as const;

/** One sign for the whole: trouble first, else the state. */
function signOf({ panel, shutBecause, moves, givenUp, byHand }: PanelView): string {
  const isOff = panel.state === 'off';
  const isBroken = appliesOf(panel.version) === 'never' || panel.syncProblem !== null;
  const isStuck = givenUp > 0 || byHand > 0 || moves.withoutRoom > 0 || moves.stuckLeftovers > 0;
  return !isOff && (shutBecause !== undefined || isBroken || isStuck) ? '⚠️' : signs[panel.state];
}

/** Every panel, one button each. */
export function panelsScreen(voice: Voice, views: readonly PanelView[]): Screen {
  const { t, format } = voice;
  const lines = views.map((view) => {
    const { name, state } = view.panel;
    return plain(
      `${signOf(view)} ${t.panels.line(name, t.panels.states[state], format.number(view.people))}`,
    );
  });
  return {
    text: join([t.panels.title, lines.length === 0 ? plain(t.panels.none) : join(lines)], '\n\n'),
    buttons: [
      ...views.map(({ panel }): Button[] => [
        { label: clip(panel.name, 40) || panel.domain, action: taps.show(panel.id) },
      ]),
      [{ label: t.panels.add, action: taps.add() }],
      [{ label: t.general.refresh, action: taps.list() }],
      wayHome(voice, { label: t.general.back, action: adminTaps.openDesk() }),
    ],
  };
}

/** All that is known of one panel, trouble first, and what can be done with it. */
export function panelScreen(voice: Voice, view: PanelView): Screen {
  const { t } = voice;
  const { panel } = view;
  const blocks = [troubleLines(voice, view), stateLines(voice, view), workLines(voice, view)];
  return {
    text: join(
      [
        join([t.panels.card(panel.name), panel.domain !== panel.name && plain(panel.domain)]),
        ...blocks.map((lines) => lines.length > 0 && join(lines.map(plain))),
      ],
      '\n\n',
    ),
    buttons: [
      stateRow(voice, view),
      moveRow(voice, view),
      [
        { label: t.panels.drift, action: taps.showDrift(panel.id) },
        { label: t.panels.syncNow, action: taps.readUsage(panel.id) },
      ],
      [{ label: t.hands.open, action: handTaps.list(panel.id) }],
      [
        { label: t.panels.settings, action: taps.showSettings(panel.id) },
        { label: t.general.refresh, action: taps.show(panel.id) },
      ],
      wayHome(voice, { label: t.general.back, action: taps.list() }),
    ].filter((row) => row.length > 0),
  };
}

function stateRow({ t }: Voice, { panel }: PanelView): Button[] {
  const off: Button = { label: t.panels.switchOff, action: taps.askOff(panel.id), style: 'danger' };
  const resume: Button = { label: t.panels.resume, action: taps.setState(panel.id, 'active') };
  const drain: Button = { label: t.panels.drain, action: taps.setState(panel.id, 'draining') };
  if (panel.state === 'off') return [resume];
  return [panel.state === 'active' ? drain : resume, off];
}

function moveRow({ t }: Voice, { panel, people, moves }: PanelView): Button[] {
  const move: Button = { label: t.panels.move, action: taps.askMove(panel.id) };
  const stop: Button = { label: t.panels.stopMove, action: taps.stopMove(panel.id) };
  return [...(people > moves.leaving ? [move] : []), ...(moves.leaving > 0 ? [stop] : [])];
}

function troubleLines(voice: Voice, view: PanelView): string[] {
  const { t, format } = voice;
  const { panel, shutBecause, givenUp, byHand, moves } = view;
  const { version, lastErrorClass, lastErrorAt, syncProblem } = panel;
  const oddRows =
    syncProblem?.startsWith(oddRowsMark) === true ? syncProblem.slice(oddRowsMark.length) : undefined;
  const [missing = '?', people = '?'] = syncProblem?.match(/\d+/g) ?? [];
  const hasFailed = lastErrorClass !== null && lastErrorAt !== null && shutBecause === undefined;
  const counted = (count: number, words: (count: string) => string) =>
    count === 0 ? [] : [words(format.number(count))];
  return [
    ...(shutBecause === undefined ? [] : [t.panels.shut(errorWords(voice, shutBecause))]),
    ...(appliesOf(version) === 'never' ? [t.panels.broken(version ?? '')] : []),
    ...(syncProblem === null
      ? []
      : [oddRows === undefined ? t.panels.syncStopped(missing, people) : t.panels.oddRows(oddRows)]),
    ...counted(givenUp, t.panels.givenUp),
    ...counted(byHand, t.hands.waits),
    ...counted(moves.withoutRoom, t.panels.withoutRoom),
    ...counted(moves.stuckLeftovers, t.panels.stuckLeftovers),
    ...(hasFailed ? [t.panels.lastError(errorWords(voice, lastErrorClass), format.moment(lastErrorAt))] : []),
  ];
}

function stateLines(voice: Voice, { panel, people }: PanelView): string[] {
  const { t, format } = voice;
  const { version, latencyMs, capacity, group, weight } = panel;
  return [
    t.panels.state(t.panels.states[panel.state]),
    capacity === null
      ? t.panels.peopleAnyNumber(format.number(people))
      : t.panels.people(format.number(people), format.number(capacity)),
    t.panels.place(group, format.number(weight)),
    version === null ? t.panels.versionUnknown : t.panels.version(version),
    ...(latencyMs === null ? [] : [t.panels.latency(format.number(latencyMs))]),
    ...machineLines(voice, panel),
  ];
}

function machineLines({ t, format }: Voice, { figures }: PanelView['panel']): string[] {
  if (figures === null) return [];
  const share = (percent: number | null) => (percent === null ? '—' : `${format.number(percent)} %`);
  const { cpuPercent, ramPercent, diskPercent, onlineUsers } = figures;
  return [
    t.panels.machine(share(cpuPercent), share(ramPercent), share(diskPercent)),
    ...(onlineUsers === null ? [] : [t.panels.online(format.number(onlineUsers))]),
  ];
}

function workLines({ t, format }: Voice, view: PanelView): string[] {
  const { panel, waiting, oldestSeconds, moves } = view;
  const minutes = `${format.number(Math.ceil(oldestSeconds / 60))} ${t.panels.minutes}`;
  const counted = (count: number, words: (count: string) => string) =>
    count === 0 ? [] : [words(format.number(count))];
  return [
    waiting === 0 ? t.panels.noWaiting : t.panels.waiting(format.number(waiting), minutes),
    ...counted(moves.leaving, t.panels.leaving),
    ...counted(moves.coming, t.panels.coming),
    ...counted(moves.leftovers, t.panels.leftovers),
    panel.syncedAt === null ? t.panels.notSynced : t.panels.synced(format.moment(panel.syncedAt)),
  ];
}

/** Asks once before something that touches people. */
export function panelQuestion(
  voice: Voice,
  question: { text: Screen['text']; yes?: Button | undefined; panelId: number; back?: Button },
): Screen {
  const { text, yes, panelId } = question;
  const back = question.back ?? { label: voice.t.general.back, action: taps.show(panelId) };
  return { text, buttons: [...(yes === undefined ? [] : [[yes]]), [back]] };
}
