import { describe, expect, it } from 'vitest';
import { turns } from './passing-time.ts';
import { openSandboxBot } from './sandbox-bot.ts';

describe('getUpdates', () => {
  it('gives what is pending until a higher offset confirms it', async () => {
    const { api, world } = await openSandboxBot();
    world.person().starts();
    const { result } = await api('getUpdates');
    const [update] = result as unknown as { update_id: number }[];
    expect((await api('getUpdates')).result).toHaveLength(1);
    expect((await api('getUpdates', { offset: (update?.update_id ?? 0) + 1 })).result).toEqual([]);
    expect((await api('getUpdates')).result).toEqual([]);
  });

  it('waits for the next update', async () => {
    const { api, world } = await openSandboxBot();
    const waiting = api('getUpdates', { timeout: 50 });
    const anna = world.person();
    await turns(50);
    anna.starts();
    expect((await waiting).result).toHaveLength(1);
  });

  it('conflicts with a webhook', async () => {
    const { api, setWebhook } = await openSandboxBot();
    await setWebhook();
    expect(await api('getUpdates')).toMatchObject({
      status: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
  });

  it('conflicts with another getUpdates', async () => {
    const { api } = await openSandboxBot();
    const first = api('getUpdates', { timeout: 50 });
    await turns(50);
    await api('getUpdates');
    expect(await first).toMatchObject({
      status: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
  });
});
