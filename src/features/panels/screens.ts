import { appliesOf } from '../../clients/panel/applies.ts';
import { action, type Button } from '../../platform/telegram/buttons.ts';
import { clip } from '../../platform/telegram/clip.ts';
import { join, plain } from '../../platform/telegram/html.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { cancelButton, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { PanelFault } from '../../clients/panel/setup.ts';
import type { PanelDrift, PanelView } from './service.ts';

/** Tells an admin what is wrong with a panel. */
export function panelAlarmScreen(
  voice: Voice,
  _person: unknown,
  details: Readonly<Record<string, string>>,
): Screen {
  const { t } = voice;
  return {
    text: t.panels.alarm(details['panel'] ?? '', errorWords(voice, details['alarm'])),
    buttons: [[{ label: t.panels.open, action: action('pnl') }], wayHome(voice)],
  };
}

/** A class of failure in plain words. */
function errorWords({ t }: Voice, failure: string | null | undefined): string {
  const words: Readonly<Record<string, string>> = t.panels.errors;
  return words[failure ?? ''] ?? t.panels.errors.transient;
}

/** Every panel, one button each. */
export function panelsScreen(voice: Voice, views: readonly PanelView[]): Screen {
  const { t, format } = voice;
  const lines = views.map((view) => {
    const sign = view.shutBecause !== undefined || view.panel.syncProblem !== null ? '⚠️ ' : '';
    const { name, state } = view.panel;
    return plain(sign + t.panels.line(name, t.panels.states[state], format.number(view.people)));
  });
  return {
    text: join([t.panels.title, lines.length === 0 ? plain(t.panels.none) : join(lines)], '\n\n'),
    buttons: [
      ...views.map(({ panel }): Button[] => [
        { label: clip(panel.name, 40) || panel.domain, action: action('pnl.show', panel.id) },
      ]),
      [{ label: t.panels.add, action: action('pnl.add') }],
      [{ label: t.general.refresh, action: action('pnl') }],
      wayHome(voice, { label: t.general.back, action: action('admin') }),
    ],
  };
}

/** All that is known of one panel, and what can be done with it. */
export function panelScreen(voice: Voice, view: PanelView): Screen {
  const { t } = voice;
  const { panel } = view;
  return {
    text: join(
      [
        t.panels.card(panel.name, panel.domain),
        join([...stateLines(voice, view), ...workLines(voice, view)].map(plain)),
      ],
      '\n\n',
    ),
    buttons: [
      stateRow(voice, view),
      [
        { label: t.panels.drift, action: action('pnl.drift', panel.id) },
        { label: t.panels.syncNow, action: action('pnl.sync', panel.id) },
      ],
      [{ label: t.general.refresh, action: action('pnl.show', panel.id) }],
      wayHome(voice, { label: t.general.back, action: action('pnl') }),
    ],
  };
}

function stateRow({ t }: Voice, { panel }: PanelView): Button[] {
  const off: Button = { label: t.panels.switchOff, action: action('pnl.off?', panel.id), style: 'danger' };
  const resume: Button = { label: t.panels.resume, action: action('pnl.set', panel.id, 'active') };
  const drain: Button = { label: t.panels.drain, action: action('pnl.set', panel.id, 'draining') };
  if (panel.state === 'off') return [resume];
  return [panel.state === 'active' ? drain : resume, off];
}

function stateLines(voice: Voice, { panel, people, shutBecause }: PanelView): string[] {
  const { t, format } = voice;
  const capacity = panel.capacity === null ? t.panels.noLimit : format.number(panel.capacity);
  const { version, latencyMs, lastErrorClass, lastErrorAt } = panel;
  return [
    t.panels.state(t.panels.states[panel.state]),
    ...(shutBecause === undefined ? [] : [t.panels.shut(errorWords(voice, shutBecause))]),
    version === null ? t.panels.versionUnknown : t.panels.version(version),
    ...(appliesOf(version) === 'never' ? [t.panels.broken(version ?? '')] : []),
    ...(latencyMs === null ? [] : [t.panels.latency(format.number(latencyMs))]),
    t.panels.people(format.number(people), capacity),
    ...machineLines(voice, panel),
    ...(lastErrorClass === null || lastErrorAt === null
      ? []
      : [t.panels.lastError(errorWords(voice, lastErrorClass), format.moment(lastErrorAt))]),
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
  const { panel, waiting, givenUp, oldestSeconds } = view;
  const minutes = `${format.number(Math.ceil(oldestSeconds / 60))} ${t.panels.minutes}`;
  return [
    waiting === 0 ? t.panels.noWaiting : t.panels.waiting(format.number(waiting), minutes),
    ...(givenUp === 0 ? [] : [t.panels.givenUp(format.number(givenUp))]),
    panel.syncedAt === null ? t.panels.notSynced : t.panels.synced(format.moment(panel.syncedAt)),
    ...(panel.syncProblem === null ? [] : [t.panels.syncStopped(panel.syncProblem)]),
  ];
}

/** What a panel and the database disagree about. */
export function driftScreen(voice: Voice, { panel }: PanelView, drift: PanelDrift): Screen {
  const { t, format } = voice;
  const count = drift.missing.length + drift.differing.length;
  const line = (number: number, words: (number: string) => string) =>
    number > 0 && plain(words(format.number(number)));
  return {
    text: join(
      [
        t.panels.driftTitle(panel.name),
        join([
          plain(t.panels.driftPeople(format.number(drift.people))),
          count === 0 && plain(t.panels.driftNone),
          line(drift.missing.length, t.panels.driftMissing),
          line(drift.differing.length, t.panels.driftDiffering),
          line(drift.strangers, t.panels.driftStrangers),
          line(drift.ghosts, t.panels.driftGhosts),
        ]),
      ],
      '\n\n',
    ),
    buttons: [
      ...(count === 0 ? [] : [[{ label: t.panels.repair, action: action('pnl.fix?', panel.id, count) }]]),
      wayHome(voice, { label: t.general.back, action: action('pnl.show', panel.id) }),
    ],
  };
}

/** Asks once before something that touches people. */
export function panelQuestion(
  voice: Voice,
  question: { text: Screen['text']; yes: Button; panelId: number },
): Screen {
  const back: Button = { label: voice.t.general.back, action: action('pnl.show', question.panelId) };
  return { text: question.text, buttons: [[question.yes], [back]] };
}

export type PanelStep = 'url' | 'adminPath' | 'clientPath' | 'apiKey' | 'timeZone';

/** Asks for one of the five things that are needed to reach a panel. */
export function panelStepScreen(voice: Voice, step: PanelStep, isRepeat: boolean): Screen {
  const { t } = voice;
  const question = t.panels.ask[step];
  const wrong = t.panels.wrongAnswer[step];
  return {
    text: isRepeat ? join([plain(wrong), question], '\n\n') : question,
    buttons: [[cancelButton(voice)]],
  };
}

/** Why a panel was not added, and the way to try again. */
export function notAddedScreen(voice: Voice, wrong: PanelFault): Screen {
  const { t } = voice;
  return {
    text: t.panels.notAdded(t.panels.faults[wrong]),
    buttons: [
      [{ label: t.panels.tryAgain, action: action('pnl.add') }],
      wayHome(voice, { label: t.general.back, action: action('pnl') }),
    ],
  };
}
