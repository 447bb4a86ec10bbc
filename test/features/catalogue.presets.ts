import { appIds } from '../../src/features/keys/apps.rules.ts';
import {
  applyPresetQuestion,
  feedQuestion,
  askPresetScreen,
  askServerScreen,
  presetAppsScreen,
  presetHistoryScreen,
  presetPartScreen,
  presetScreen,
  presetServersScreen,
  presetTryoutScreen,
} from '../../src/features/keys/presets/screens.ts';
import type { PresetView } from '../../src/features/keys/presets/service.ts';
import { emptyPreset, presetFields, presetParts } from '../../src/features/keys/presets/rules.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { now } from './samples.ts';

const largestId = Number.MAX_SAFE_INTEGER;

/** Nothing chosen, and everything chosen with the longest values there can be. */
function desksOf(name: string): PresetView[] {
  const bare = { live: { version: 0, preset: emptyPreset }, draft: undefined, described: [], history: [] };
  const long = 'a'.repeat(255);
  const server = { name: Array.from(name).slice(0, 48).join('') || 'N', link: 'ss://x' };
  const preset = {
    ...emptyPreset,
    reality: { host: long, port: '65535', sni: long, shortId: '0123456789abcdef', fingerprint: 'randomized' },
    hysteria2: { host: long, hopPorts: '20000-50000' },
    without: ['shadowsocks' as const],
    hiddenApps: [...appIds],
    servers: Array.from({ length: 20 }, () => server),
  };
  const history = Array.from({ length: 8 }, (_, at) => ({
    version: largestId - at,
    appliedAt: now,
    createdBy: largestId,
  }));
  const draft = { version: largestId, preset, revision: largestId, createdBy: largestId };
  return [
    bare,
    { live: { version: 1, preset }, draft, described: ['reality', 'hysteria2', 'shadowsocks'], history },
  ];
}

const feeds = [true, false].flatMap((isOwn) => [true, false].map((isFixed) => ({ isOwn, isFixed })));

/** The screens about what keys are made of. */
export const presetCatalogue: Record<string, (voice: Voice, name: string) => Screen[]> = {
  presetScreen: (voice, name) =>
    desksOf(name).flatMap((desk) => feeds.map((feed) => presetScreen(voice, desk, feed))),
  feedQuestion: (voice) => feeds.map((feed) => feedQuestion(voice, feed)),
  presetPartScreen: (voice, name) =>
    desksOf(name).flatMap((desk) => presetParts.map((part) => presetPartScreen(voice, desk, part))),
  askPresetScreen: (voice, name) =>
    desksOf(name).flatMap((desk) =>
      presetFields.flatMap((field) => [
        askPresetScreen(voice, { field, desk, problem: undefined }),
        askPresetScreen(voice, {
          field,
          desk,
          problem: voice.t.presets.wrong(name.slice(0, 64).toWellFormed()),
        }),
      ]),
    ),
  askServerScreen: (voice) => [
    askServerScreen(voice, undefined),
    askServerScreen(voice, voice.t.presets.askLink),
  ],
  presetAppsScreen: (voice, name) => desksOf(name).map((desk) => presetAppsScreen(voice, desk)),
  presetServersScreen: (voice, name) =>
    desksOf(name).flatMap((desk) =>
      [true, false].map((hasOwnFeed) => presetServersScreen(voice, { desk, hasOwnFeed })),
    ),
  presetTryoutScreen: (voice, name) => [
    presetTryoutScreen(voice, []),
    presetTryoutScreen(
      voice,
      Array.from({ length: 90 }, (_, at) => ({
        what: `${Array.from(name).slice(0, 48).join('')} · standard · link`,
        result: (['good', 'wrong', 'skipped'] as const)[at % 3] ?? 'good',
      })),
    ),
  ],
  applyPresetQuestion: (voice) => [applyPresetQuestion(voice, largestId)],
  presetHistoryScreen: (voice, name) => desksOf(name).map((desk) => presetHistoryScreen(voice, desk)),
};
