import {
  adminScreen,
  askQueryScreen,
  blockQuestion,
  askStopReasonScreen,
  cardScreen,
  foundScreen,
  replaceLinkForQuestion,
  roleQuestion,
} from '../../src/features/admin/screens.ts';
import { guideSteps } from '../../src/features/keys/guides/rules.ts';
import { helpScreen, homeScreen, languageScreen } from '../../src/features/home/screens.ts';
import {
  askCodeScreen,
  closedScreen,
  inviteCardScreen,
  inviteListScreen,
  inviteStepScreen,
  revokeQuestion,
} from '../../src/features/invites/screens.ts';
import { networks, places } from '../../src/features/keys/advice.rules.ts';
import { adviceScreen, networkQuestion, placeQuestion } from '../../src/features/keys/advice.screens.ts';
import { protocols } from '../../src/features/keys/protocols/registry.rules.ts';
import { devices } from '../../src/features/keys/apps.rules.ts';
import { formats } from '../../src/features/keys/protocols/contract.rules.ts';
import {
  comparisonScreen,
  fileScreen,
  keyScreen,
  qrScreen,
  vlessScreen,
} from '../../src/features/keys/screens.ts';
import { stepScreen } from '../../src/features/keys/steps.screens.ts';
import { action } from '../../src/telegram/screens/buttons.ts';
import { guideRequests } from './keys/guides/requests.ts';
import { panelCatalogue } from './catalogue.panels.ts';
import type { Standing } from '../../src/features/money/desk/service.ts';
import { accessStateOf } from '../../src/features/subscriptions/access-state.rules.ts';
import { readyScreen, subscriptionScreen } from '../../src/features/subscriptions/screens.ts';
import { trialOfferScreen, trialStartedScreen } from '../../src/features/trial/screens.ts';
import type { TrialStanding } from '../../src/features/trial/service.ts';
import { faultScreen, roleScreen, unknownNoticeScreen } from '../../src/features/users/screens.ts';
import { plain } from '../../src/telegram/screens/html.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { creatorOf, inviteOf, now, subscriptionOf, userOf } from './samples.ts';
import { moneyScreens } from './catalogue.money.ts';
import { promoCatalogue } from './catalogue.promos.ts';
import { deviceScreens } from './catalogue.devices.ts';
import { presetCatalogue } from './catalogue.presets.ts';
import { careScreens } from './catalogue.care.ts';
import { renewalScreens, renewalsOf } from './catalogue.renewals.ts';

/** What people call themselves, and write. */
export const hostileNames = {
  tag: '<b>жирный</b><script>',
  ampersand: 'A&B &amp; &lt; &#60;',
  quotes: `"'\`»`,
  override: '\u202eналево\u2066\u2069',
  emoji: '👨‍👩‍👧‍👦🇷🇺'.repeat(20),
  'half of a character': `${'a'.repeat(31)}\ud83d`,
  'a character at the cut': `${'a'.repeat(31)}😀${'b'.repeat(40)}`,
  NUL: 'до\0после',
  'several lines': 'раз\nдва\r\nтри\tчетыре',
  'zero width': '\u200b\u200d\ufeff',
  'combining marks': `z${'\u0335\u0322'.repeat(120)}`,
  long: 'я'.repeat(255),
  'long and dangerous': '<&">'.repeat(64).slice(0, 255),
  nothing: '',
} as const;

const modes = ['standard', 'enhanced'] as const;
const link = `https://panel.example.com/${'c'.repeat(32)}/00000000-0000-4000-8000-000000000000/`;
const vless = `vless://00000000-0000-4000-8000-000000000000@203.0.113.10:443?${'p'.repeat(250)}`;
const largestTrial = { days: 3_650, gigabytes: 10_000 };
const trialStandings: TrialStanding[] = [
  { kind: 'open', offer: largestTrial },
  { kind: 'had', startedAt: now },
  { kind: 'needless' },
  { kind: 'off' },
];
const standing: Standing = {
  balances: [
    { minor: 12_345, currency: 'USD' },
    { minor: 7, currency: 'XTR' },
  ],
  debts: [{ minor: 99_999_999, currency: 'USD' }],
  stuck: [
    { minor: 99_999_999, currency: 'USD' },
    { minor: 7, currency: 'XTR' },
  ],
  purchases: 1e6,
  gifts: 3,
};
const picture = { bytes: new Uint8Array(3), filename: 'a.png', contentType: 'image/png', illustration: 'd' };
const file = { bytes: new Uint8Array(3), filename: 'config.json', contentType: 'application/json' };

/** Every screen function by name, in every shape it takes, for somebody of this name. */
export const catalogue: Record<string, (voice: Voice, name: string) => Screen[]> = {
  ...careScreens,
  ...renewalScreens,
  adminScreen: (voice) =>
    (['manager', 'admin'] as const).map((role) =>
      adminScreen(voice, { role, counts: { total: 1e9, admitted: 0, blocked: 3 } }),
    ),
  askQueryScreen: (voice) => [askQueryScreen(voice)],
  foundScreen: (voice, name) => [
    foundScreen(voice, name, []),
    foundScreen(
      voice,
      name.repeat(16),
      Array.from({ length: 10 }, () => userOf(name)),
    ),
    foundScreen(voice, name, [userOf(name, { username: null, lastName: null })]),
  ],
  cardScreen: (voice, name) =>
    [userOf(name), userOf(name, { blockedAt: now, unreachableAt: now, admittedAt: null })].flatMap((person) =>
      (['user', 'manager', 'admin'] as const).flatMap((viewer) =>
        [undefined, ...subscriptionOf.all].flatMap((subscription) =>
          [undefined, { balances: [], debts: [], stuck: [], purchases: 0, gifts: 0 }, standing].map((known) =>
            cardScreen(voice, {
              person,
              subscription,
              access: accessStateOf(subscription, now),
              renewal: undefined,
              standing: known,
              viewer,
            }),
          ),
        ),
      ),
    ),
  cardScreenOfRenewing: (voice, name) =>
    renewalsOf(name).flatMap((renewal) =>
      ([null, 'person', 'review', 'staff'] as const).map((endReason) =>
        cardScreen(voice, {
          standing: undefined,
          person: userOf(name),
          subscription: undefined,
          access: 'none',
          renewal: { ...renewal, endReason },
          viewer: 'admin',
        }),
      ),
    ),
  askStopReasonScreen: (voice, name) =>
    [plain(voice.t.admin.stopReasonLength), undefined].map((problem) =>
      askStopReasonScreen(voice, userOf(name), problem),
    ),
  roleQuestion: (voice, name) =>
    (['user', 'manager', 'admin'] as const).map((role) => roleQuestion(voice, userOf(name), role)),
  blockQuestion: (voice, name) => [blockQuestion(voice, userOf(name))],
  replaceLinkForQuestion: (voice, name) => [replaceLinkForQuestion(voice, userOf(name))],
  homeScreen: (voice, name) =>
    [undefined, ...subscriptionOf.all].flatMap((subscription) =>
      [undefined, { days: 7, gigabytes: 5 }].map((trial) =>
        homeScreen(voice, {
          service: name,
          name,
          admitted: true,
          staff: true,
          subscription,
          access: accessStateOf(subscription, now),
          trial,
          opening: plain(name),
        }),
      ),
    ),
  helpScreen: (voice, name) => [helpScreen(voice, name)],
  languageScreen: (voice) => [languageScreen(voice)],
  askCodeScreen: (voice, name) => [
    askCodeScreen(voice, { outside: true }),
    askCodeScreen(voice, { outside: false, problem: plain(`! ${name}`) }),
  ],
  closedScreen: (voice) => [closedScreen(voice), closedScreen(voice, voice.t.invites.keptOutside)],
  inviteListScreen: (voice, name) =>
    [inviteOf.all, []].flatMap((invites) =>
      [true, false].map((all) =>
        inviteListScreen(
          voice,
          { invites, total: invites.length * 9, creators: [creatorOf(name)] },
          { all, offset: invites.length, now, admin: true },
        ),
      ),
    ),
  inviteCardScreen: (voice, name) =>
    inviteOf.all.map((invite) =>
      inviteCardScreen(
        voice,
        {
          invite,
          creator: creatorOf(name),
          guests: Array.from({ length: 20 }, (_, userId) => ({
            userId,
            firstName: name,
            username: 'u'.repeat(32),
            usedAt: now,
          })),
        },
        { botUsername: 'a_bot_with_a_long_name_of_32_bot', now, created: true },
      ),
    ),
  revokeQuestion: (voice) => inviteOf.all.map((invite) => revokeQuestion(voice, invite)),
  inviteStepScreen: (voice) =>
    (
      [
        ['uses', 'badUses'],
        ['expiry', 'badExpiry'],
        ['grant', 'badGrant'],
        ['traffic', 'badTraffic'],
      ] as const
    ).flatMap(([step, wrong]) =>
      [voice.t.invites[wrong], undefined].flatMap((problem) =>
        [undefined, { uses: 20, days: 31, gigabytes: 100 }].map((caps) =>
          inviteStepScreen(voice, { step, caps, problem }),
        ),
      ),
    ),
  keyScreen: (voice) =>
    modes.flatMap((mode) => [
      ...(['none', 'pending', 'used-up', 'switched-off', 'ended'] as const).flatMap((state) =>
        [undefined, largestTrial].map((trial) => keyScreen(voice, { state, trial }, mode)),
      ),
      keyScreen(voice, { state: 'ready', subscriptionLink: link }, mode),
    ]),
  deviceScreen: (voice) =>
    devices.flatMap((device) => modes.flatMap((mode) => deviceScreens(voice, device, mode))),
  stepScreen: (voice) =>
    guideRequests.flatMap((request) =>
      guideSteps(voice.t.guides, request, 'above').flatMap(({ kind, text }, index, all) =>
        [picture, undefined].map((shown) =>
          stepScreen(voice, {
            step: { number: index + 1, count: all.length, kind, text, picture: shown },
            appName: request.appName,
            buttons: {
              download: link,
              openUrl: request.by === 'tap' ? link : undefined,
              link: vless,
              device: action('key.on', request.device, 'enhanced', request.app),
              to: (number) =>
                action('key.step', request.device, 'enhanced', request.app, request.by[0] ?? '', number),
              key: action('key', 'enhanced'),
            },
          }),
        ),
      ),
    ),
  comparisonScreen: (voice) => modes.map((mode) => comparisonScreen(voice, mode)),
  placeQuestion: (voice) => modes.map((mode) => placeQuestion(voice, mode)),
  networkQuestion: (voice) =>
    modes.flatMap((mode) => places.map((place) => networkQuestion(voice, mode, place))),
  adviceScreen: (voice) =>
    modes.flatMap((mode) =>
      places.flatMap((place) => networks.map((network) => adviceScreen(voice, { mode, place, network }))),
    ),
  vlessScreen: (voice) =>
    modes.flatMap((mode) =>
      protocols.flatMap((protocol) =>
        [vless, undefined].flatMap((given) =>
          [[], protocols].map((all) => vlessScreen(voice, { link: given, protocols: all, mode, protocol })),
        ),
      ),
    ),
  qrScreen: (voice) =>
    modes.flatMap((mode) =>
      (['vless', 'subscription'] as const).map((kind) =>
        qrScreen(voice, { png: new Uint8Array(3), kind }, mode),
      ),
    ),
  fileScreen: (voice) =>
    modes.flatMap((mode) =>
      formats.flatMap((format) => [
        fileScreen(voice, { file, mode, format }),
        fileScreen(voice, { file: undefined, mode, format }),
      ]),
    ),
  subscriptionScreen: (voice, name) =>
    [undefined, ...subscriptionOf.all].flatMap((subscription) =>
      [undefined, largestTrial].flatMap((trial) =>
        [undefined, { ru: name, en: name }].map((planNames) =>
          subscriptionScreen(voice, subscription, { now, trial, planNames, nextNames: planNames, protocols }),
        ),
      ),
    ),
  readyScreen: (voice) => [undefined, 1, 500].map((hours) => readyScreen(voice, { hours })),
  ...panelCatalogue,
  ...presetCatalogue,
  ...promoCatalogue,
  ...moneyScreens,
  trialOfferScreen: (voice) =>
    [true, false].flatMap((admitted) =>
      trialStandings.map((standing) => trialOfferScreen(voice, { admitted, standing })),
    ),
  trialStartedScreen: (voice) => [trialStartedScreen(voice)],
  faultScreen: (voice, name) => [faultScreen(voice, { reference: name })],
  unknownNoticeScreen: (voice) => [unknownNoticeScreen(voice)],
  roleScreen: (voice, name) =>
    (['user', 'manager', 'admin'] as const).map((role) => roleScreen(voice, userOf(name, { role }))),
};
