import { expect, it } from 'vitest';
import type { Subscription } from '../../../src/features/subscriptions/service.ts';
import { emptyPreset } from '../../../src/features/keys/presets/rules.ts';
import { createTunnelService, type TunnelService } from '../../../src/features/keys/tunnels.service.ts';
import { noCopies } from '../../../src/platform/copies.ts';
import { createLogger } from '../../../src/platform/logger.ts';

const uuid = (person: number) => `01890a5d-ac96-774b-bcce-${String(person).padStart(12, '0')}`;

/** Of a panel that takes every question and answers none until it is let go. */
function openHanging(): { tunnels: TunnelService; asked(): number; letGo(): void } {
  const waiting: (() => void)[] = [];
  let asked = 0;
  const shareLinks = async (_panelId: number | null, id: string) => {
    asked += 1;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return [{ link: `ss://2022-blake3-aes-256-gcm:${'A'.repeat(43)}%3D@v.example.com:8388#${id}` }];
  };
  const tunnels = createTunnelService({
    panels: { shareLinks, shutBecause: () => undefined, isFromSettings: async () => false },
    joined: { heldBy: async () => [] } as never,
    seeds: {},
    presets: { current: async () => ({ version: 1, preset: emptyPreset }) },
    plans: { protocolsOf: async () => undefined },
    copies: noCopies,
    logger: createLogger('silent'),
    serviceName: 'VPN',
  });
  return { tunnels, asked: () => asked, letGo: () => waiting.splice(0).forEach((answer) => answer()) };
}

const of = (person: number) =>
  ({ panelId: 1, panelUuid: uuid(person), appliedVersion: 1, planCode: null }) as Subscription;

it('a panel that hangs is waited for by ten people in the chat, and everybody else is told at once', async () => {
  const { tunnels, asked, letGo } = openHanging();
  const all = Array.from({ length: 60 }, (_, person) => tunnels.tunnelsFor(of(person), 'person'));
  expect(await Promise.all(all.slice(10))).toEqual(Array.from({ length: 50 }, () => []));
  expect(asked()).toBe(10);
  letGo();
  expect((await Promise.all(all.slice(0, 10))).filter((found) => found.length === 1)).toHaveLength(10);
});

it('apps that fetch a subscription are never told that there is nothing because many ask at once', async () => {
  const { tunnels, asked, letGo } = openHanging();
  const all = Array.from({ length: 60 }, (_, person) => tunnels.tunnelsFor(of(person), 'app'));
  await expect.poll(asked).toBe(60);
  letGo();
  expect((await Promise.all(all)).filter((found) => found.length === 1)).toHaveLength(60);
});
