import type { Permission } from '../../../src/features/users/roles.rules.ts';
import { Refusal } from '../../../src/platform/refusal.ts';
import type { ServiceBench } from '../../support/services.ts';

/** What admins do with what keys are made of. */
export function presetRights(
  open: () => ServiceBench,
): Record<string, { needs: Permission; ask: (actorId: number) => Promise<unknown> }> {
  const because = (actor: number) => open().cause(actor);
  const presets = () => open().presets;
  return {
    'presets.view': { needs: 'manage keys', ask: (actor) => presets().view(actor) },
    'presets.tryOut': { needs: 'manage keys', ask: (actor) => presets().tryOut(actor) },
    'presets.setField': {
      needs: 'manage keys',
      ask: (actor) => presets().setField(because(actor), 'cut.length', '50-100'),
    },
    'presets.setStrength': {
      needs: 'manage keys',
      ask: (actor) => presets().setStrength(because(actor), 'hard'),
    },
    'presets.switchOffer': {
      needs: 'manage keys',
      ask: (actor) => presets().switchOffer(because(actor), { app: 'v2box' }),
    },
    'presets.addServer': {
      needs: 'manage keys',
      ask: (actor) => presets().addServer(because(actor), serverLink),
    },
    'presets.removeServer': {
      needs: 'manage keys',
      ask: (actor) => presets().removeServer(because(actor), 0),
    },
    'presets.restore': {
      needs: 'manage keys',
      ask: (actor) => preset(presets().restore(because(actor), 0)),
    },
    'presets.apply': {
      needs: 'manage keys',
      ask: (actor) => preset(presets().apply(because(actor), 0)),
    },
    'feedChoice.view': { needs: 'manage keys', ask: (actor) => open().feedChoice.view(actor) },
    'feedChoice.choose': {
      needs: 'manage keys',
      ask: (actor) => open().feedChoice.choose(because(actor), true),
    },
    'presets.drop': { needs: 'manage keys', ask: (actor) => presets().drop(because(actor)) },
  };
}

const serverLink = `ss://${Buffer.from(
  `2022-blake3-aes-256-gcm:${Buffer.alloc(32, 7).toString('base64')}:${Buffer.alloc(32, 8).toString('base64')}`,
).toString('base64url')}@198.51.100.7:8388#Node`;

/** Who may ask is told that there is no such version or draft. */
async function preset(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Refusal) || !error.code.startsWith('preset.')) throw error;
  });
}
