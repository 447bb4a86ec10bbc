import type { Button } from '../../../telegram/screens/buttons.ts';
import { join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { PanelDrift, PanelMoveForecast } from './care.service.ts';
import { panelQuestion } from './screens.ts';
import type { PanelView } from './service.ts';
import * as taps from './taps.ts';
import * as adoptionTaps from '../provisioning/adoption/taps.ts';

/** The screen of what a panel and the database disagree about. */
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
      ...(count === 0 ? [] : [[{ label: t.panels.repair, action: taps.askRepair(panel.id, count) }]]),
      wayHome(voice, { label: t.general.back, action: taps.show(panel.id) }),
    ],
  };
}

/** Names where people would go, as far as it fits on a screen. */
const mostTargets = 8;

/** Asks once before people are moved: how many, where to, and what it means for them. */
export function moveQuestion(voice: Voice, { panel }: PanelView, forecast: PanelMoveForecast): Screen {
  const { t, format } = voice;
  const { people, fitting, idle } = forecast;
  const mayMove = fitting > 0 || idle > 0;
  const targets = forecast.targets
    .slice(0, mostTargets)
    .map(({ name, room }) => t.panels.target(name, room === null ? t.panels.noLimit : format.number(room)));
  return panelQuestion(voice, {
    text: join(
      [
        t.panels.sureMove(panel.name),
        join([
          plain(placeWords(voice, forecast)),
          fitting > 0 && plain(t.panels.moveTo(targets.join(', '))),
          idle > 0 && plain(t.panels.moveIdle(format.people(idle))),
        ]),
        people > 0 && fitting > 0 && plain(t.panels.moveMeans),
      ],
      '\n\n',
    ),
    yes: mayMove ? { label: t.panels.confirmMove, action: taps.move(panel.id) } : undefined,
    panelId: panel.id,
  });
}

function placeWords({ t, format }: Voice, { people, fitting }: PanelMoveForecast): string {
  if (people === 0) return t.panels.moveNobody;
  if (fitting === 0) return t.panels.moveNowhere(format.people(people));
  if (fitting < people) return t.panels.moveSome(format.people(people), format.number(fitting));
  return t.panels.movePeople(format.people(people));
}

/** The screen of what can be changed about a panel, and what is done about it rarely. */
export function panelSettingsScreen(voice: Voice, { panel, moves }: PanelView): Screen {
  const { t, format } = voice;
  const { id, name, capacity, weight, group, joined } = panel;
  const field = (which: 'name' | 'capacity' | 'weight' | 'group'): Button => ({
    label: t.panels.fields[which],
    action: taps.editField(id, which),
  });
  const hasLeftovers = moves.leftovers + moves.stuckLeftovers > 0;
  return {
    text: join(
      [
        t.panels.settingsTitle(name),
        join([
          plain(t.panels.values.capacity(capacity === null ? t.panels.noLimit : format.number(capacity))),
          plain(t.panels.values.weight(format.number(weight))),
          plain(t.panels.values.group(group)),
          joined && plain(t.panels.isJoined),
        ]),
        panel.fromSettings && plain(t.panels.accessInSettings),
      ],
      '\n\n',
    ),
    buttons: [
      [field('name'), field('capacity')],
      [field('weight'), field('group')],
      [{ label: joined ? t.panels.unjoin : t.panels.join, action: taps.askJoin(id) }],
      ...(panel.fromSettings ? [] : [[{ label: t.panels.editAccess, action: taps.editAccess(id) }]]),
      [{ label: t.adoption.find, action: adoptionTaps.survey(id) }],
      [{ label: t.panels.rebuild, action: taps.askRebuild(id) }],
      ...(hasLeftovers ? [[{ label: t.panels.forget, action: taps.askForget(id) }]] : []),
      wayHome(voice, { label: t.general.back, action: taps.show(id) }),
    ],
  };
}

/** Asks once before everybody of the group gets an account on a panel, or loses it. */
export function joinQuestion(voice: Voice, { panel }: PanelView, hasOwnFeed: boolean): Screen {
  const { t } = voice;
  const { id, name, group, joined } = panel;
  const warning = hasOwnFeed ? undefined : t.panels.joinOwnOnly;
  return panelQuestion(voice, {
    text: joined ? t.panels.sureUnjoin(name) : join([t.panels.sureJoin(name, group), warning], '\n\n'),
    yes: joined
      ? { label: t.panels.confirmUnjoin, action: taps.join(id, 'no') }
      : { label: t.panels.confirmJoin, action: taps.join(id, 'yes') },
    panelId: id,
    back: { label: t.general.back, action: taps.showSettings(id) },
  });
}
