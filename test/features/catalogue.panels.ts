import { alarms } from '../../src/features/panels/fleet/alarm.rules.ts';
import {
  driftScreen,
  joinQuestion,
  moveQuestion,
  panelSettingsScreen,
} from '../../src/features/panels/desk/care.screens.ts';
import { accessSteps, panelFields, panelSteps } from '../../src/features/panels/desk/answers.rules.ts';
import {
  accessStepScreen,
  notAddedScreen,
  notChangedScreen,
  panelFieldScreen,
  panelStepScreen,
} from '../../src/features/panels/desk/edit.screens.ts';
import {
  panelAlarmScreen,
  panelQuestion,
  panelScreen,
  panelsScreen,
} from '../../src/features/panels/desk/screens.ts';
import {
  accountLinkedScreen,
  adoptedScreen,
  adoptionSurveyScreen,
  askAccountScreen,
  foundAccountScreen,
} from '../../src/features/panels/provisioning/adoption/screens.ts';
import { handScreen, handsScreen } from '../../src/features/panels/provisioning/hands/screens.ts';
import {
  movedScreen,
  relinkedScreen,
  replaceLinkQuestion,
  replacingLinkScreen,
} from '../../src/features/subscriptions/screens.ts';
import { action } from '../../src/telegram/screens/buttons.ts';
import { plain } from '../../src/telegram/screens/html.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { handsOf, panelOf } from './samples.panels.ts';

const largestId = Number.MAX_SAFE_INTEGER;

/** The screens about panels and the accounts on them. */
export const panelCatalogue: Record<string, (voice: Voice, name: string) => Screen[]> = {
  panelsScreen: (voice, name) => [panelsScreen(voice, []), panelsScreen(voice, panelOf(name))],
  panelScreen: (voice, name) => panelOf(name).map((view) => panelScreen(voice, view)),
  panelAlarmScreen: (voice, name) => alarms.map((alarm) => panelAlarmScreen(voice, { panel: name, alarm })),
  driftScreen: (voice, name) =>
    panelOf(name).flatMap((view) =>
      [[], [1, 2, 3]].map((people) =>
        driftScreen(voice, view, {
          people: people.length,
          missing: people,
          differing: people,
          strangers: people.length,
          ghosts: people.length,
        }),
      ),
    ),
  joinQuestion: (voice, name) =>
    panelOf(name).flatMap((view) =>
      [true, false].flatMap((joined) => {
        const panel = { ...view.panel, joined };
        return [true, false].map((hasOwnFeed) => joinQuestion(voice, { ...view, panel }, hasOwnFeed));
      }),
    ),
  handsScreen: (voice, name) =>
    [[], handsOf(name)].map((hands) =>
      handsScreen(voice, { panelId: largestId, panel: name, hands, count: hands.length * 100_000 }),
    ),
  handScreen: (voice, name) => handsOf(name).map((asked) => handScreen(voice, asked)),
  panelQuestion: (voice, name) => [
    panelQuestion(voice, {
      text: voice.t.panels.sureOff(name),
      yes: { label: voice.t.panels.confirmOff, action: action('pnl.off', largestId) },
      panelId: largestId,
    }),
  ],
  panelStepScreen: (voice) =>
    panelSteps.flatMap((step) =>
      [plain(voice.t.panels.wrongAnswer[step]), undefined].map((problem) =>
        panelStepScreen(voice, step, problem),
      ),
    ),
  panelSettingsScreen: (voice, name) => panelOf(name).map((view) => panelSettingsScreen(voice, view)),
  moveQuestion: (voice, name) =>
    panelOf(name).flatMap((view) =>
      [0, 1, 1e9].flatMap((people) =>
        [0, people].map((fitting) =>
          moveQuestion(voice, view, {
            people,
            fitting,
            idle: people,
            targets: Array.from({ length: 20 }, (_, index) => ({ name, room: index === 0 ? null : 1e9 })),
          }),
        ),
      ),
    ),
  panelFieldScreen: (voice, name) =>
    panelFields.flatMap((field) =>
      [undefined, plain(voice.t.panels.wrongField[field])].map((problem) =>
        panelFieldScreen(voice, { field, now: name, problem }),
      ),
    ),
  accessStepScreen: (voice, name) =>
    accessSteps.flatMap((step) =>
      [plain(voice.t.panels.wrongAnswer[step]), undefined].map((problem) =>
        accessStepScreen(voice, { name, step, problem }),
      ),
    ),
  notChangedScreen: (voice) =>
    (Object.keys(voice.t.panels.faults) as (keyof typeof voice.t.panels.faults)[]).map((fault) =>
      notChangedScreen(voice, largestId, fault),
    ),
  askAccountScreen: (voice, name) => [
    askAccountScreen(voice, { name }),
    askAccountScreen(voice, { name, problem: plain(`! ${name}`) }),
  ],
  foundAccountScreen: (voice, name) =>
    [undefined, 'own', 'taken', 'has-other', 'resets'].flatMap((conflict) =>
      [null, 10_000].map((most) =>
        foundAccountScreen(voice, {
          panelId: largestId,
          panel: name,
          uuid: '00000000-0000-4000-8000-000000000000',
          name,
          daysLeft: most,
          usedBytes: 1,
          limitBytes: most === null ? null : most * 1024 ** 3,
          isMonthly: true,
          isActive: most === null,
          conflict: conflict as 'own' | 'taken' | 'has-other' | undefined,
        }),
      ),
    ),
  accountLinkedScreen: (voice) => [accountLinkedScreen(voice, largestId)],
  adoptionSurveyScreen: (voice, name) =>
    [0, 1e9].map((count) =>
      adoptionSurveyScreen(voice, {
        panelId: largestId,
        panel: name,
        survey: { free: count, matches: count, ambiguous: count, resetting: count, switchedOff: count },
      }),
    ),
  adoptedScreen: (voice, name) => [
    adoptedScreen(voice, { panel: name, count: 12 }),
    adoptedScreen(voice, { panel: name, count: 1, ambiguous: 1, resetting: 1, switchedOff: 1, late: 1 }),
  ],
  replaceLinkQuestion: (voice) => [replaceLinkQuestion(voice)],
  replacingLinkScreen: (voice) => [replacingLinkScreen(voice)],
  relinkedScreen: (voice) => [relinkedScreen(voice)],
  movedScreen: (voice) => [movedScreen(voice)],
  notAddedScreen: (voice) =>
    (Object.keys(voice.t.panels.faults) as (keyof typeof voice.t.panels.faults)[]).map((fault) =>
      notAddedScreen(voice, fault),
    ),
};
