import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Door, openCaddy, testedCaddys } from './caddy.ts';
import { openUpstream, type Upstream } from './upstream.ts';

const opened: (Door | Upstream)[] = [];
const keep = <T extends Door | Upstream>(thing: T): T => {
  opened.push(thing);
  return thing;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((thing) => thing.close()));
});

const deliver = (door: Door): Promise<Response> =>
  fetch(`http://127.0.0.1:${door.port}/webhooks/telegram`, { method: 'POST', body: '{"update_id":1}' });

describe.each(testedCaddys)('$name', ({ program }) => {
  it('while the bot is away a delivery is told to come again, and afterwards it gets through', async () => {
    const first = await openUpstream();
    const door = keep(await openCaddy([first.port], await program()));
    await first.close();

    const answer = await deliver(door);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');

    const second = keep(await openUpstream(first.port));
    await vi.waitFor(async () => expect((await deliver(door)).status).toBe(200), { timeout: 10_000 });
    expect(second.received).not.toEqual([]);
  }, 30_000);

  it('a bot that a probe has found away is waited for, up to five seconds', async () => {
    const first = await openUpstream();
    const door = keep(await openCaddy([first.port], await program()));
    await first.close();
    const betweenProbes = 2_500;
    await setTimeout(betweenProbes);
    const delivery = deliver(door);
    keep(await openUpstream(first.port));
    expect((await delivery).status).toBe(200);
  }, 30_000);

  it('a bot that drains gets nothing more, and the other one takes all', async () => {
    const [leaving, staying] = [keep(await openUpstream()), keep(await openUpstream())];
    const door = keep(await openCaddy([leaving.port, staying.port], await program()));
    leaving.ready = false;
    await vi.waitFor(
      async () => {
        const before = leaving.received.length;
        await Promise.all(Array.from({ length: 8 }, () => deliver(door)));
        expect(leaving.received.length).toBe(before);
      },
      { timeout: 10_000 },
    );
    staying.received.length = 0;
    await Promise.all(Array.from({ length: 20 }, () => deliver(door)));
    expect(staying.received).toHaveLength(20);
  }, 30_000);
});
