import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  claimLanes,
  releaseLanes,
  renewLeases,
  concludeEntries,
} from '../../../src/platform/inbox/queries.ts';
import { eventually } from '../../support/eventually.ts';
import { arrival, type Bench, createGate, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const done = async () => (await bench.entries()).every(({ status }) => status !== 'pending');
const allDone = () => eventually(async () => expect(await done()).toBe(true));
const [one, other] = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
] as const;

/** A process takes these lanes and ends before anything of them is concluded. */
async function loseAll(lanes: readonly string[]): Promise<void> {
  const taken = await claimLanes(bench.pool, { holder: randomUUID(), wanted: lanes, leaseSeconds: 10 });
  expect(taken).toHaveLength(lanes.length);
  for (const lane of lanes) await bench.expireLease(lane);
}

describe('order', () => {
  it('of one lane is that of the updates, not that of their arrival', async () => {
    const arrivals = [5, 3, 9, 1, 7].map((position) =>
      arrival('a', { position, externalId: String(position) }),
    );
    await bench.store(...arrivals);
    const seen: string[] = [];
    bench.replica({ handle: async ({ externalId }) => void seen.push(externalId) }).start();
    await allDone();
    expect(seen).toEqual(['1', '3', '5', '7', '9']);
  });

  it('of different lanes is none: they are worked on side by side, as many as there are places', async () => {
    const gate = createGate();
    await bench.store(...['a', 'b', 'c', 'd'].map((lane) => arrival(lane, { externalId: lane })));
    const lanes = bench.replica({ handle: gate.handle, concurrency: 3 });
    lanes.start();
    await eventually(() => expect(gate.seen).toHaveLength(3));
    gate.open(gate.seen[0] ?? '');
    await eventually(() => expect(gate.seen).toHaveLength(4));
    for (const id of gate.seen) gate.open(id);
    await allDone();
  });
});

describe('what fails', () => {
  it('is tried again after its pauses, then given up once; what stands behind it waits and is then done', async () => {
    const tried: number[] = [];
    const dead: unknown[] = [];
    await bench.store(arrival('a', { externalId: 'poison' }), arrival('a', { externalId: 'next' }));
    const verdicts: string[] = [];
    const lanes = bench.replica({
      retryDelaysMs: [0, 60],
      handle: async ({ externalId }) => {
        if (externalId !== 'poison') return;
        tried.push(performance.now());
        throw new Error('poison');
      },
      onDead: async (entry, error) => void dead.push([entry.externalId, (error as Error).message]),
      events: { updateHandled: ({ verdict }) => void verdicts.push(verdict) },
    });
    lanes.start();
    await allDone();
    expect(tried).toHaveLength(3);
    expect((tried[2] ?? 0) - (tried[1] ?? 0)).toBeGreaterThanOrEqual(55);
    expect(dead).toEqual([['poison', 'poison']]);
    await eventually(() => expect(verdicts).toEqual(['retry', 'retry', 'dead', 'done']));
    expect(await bench.entries()).toMatchObject([
      { id: 'poison', status: 'dead', attempts: 3 },
      { id: 'next', status: 'done', attempts: 1 },
    ]);
  });

  it('by ending the process is given up too, and nobody who was at work beside it is blamed', async () => {
    await bench.store(...['deadly', 'a', 'b', 'c'].map((lane) => arrival(lane, { externalId: lane })));
    const seen: string[] = [];
    const dead: string[] = [];
    // Each process has all four at work, then ends at once: its leases run out with nothing settled.
    for (let n = 0; n < 2; n++) await loseAll(['deadly', 'a', 'b', 'c']);
    for (let n = 0; n < 3; n++) await loseAll(['deadly']);
    const lanes = bench.replica({
      handle: async ({ externalId }) => void seen.push(externalId),
      onDead: async ({ externalId }, error) => void dead.push(`${externalId}: ${(error as Error).message}`),
    });
    lanes.start();
    await allDone();
    expect(seen.sort()).toEqual(['a', 'b', 'c']);
    expect(dead).toEqual(['deadly: the process ended at each try']);
    const { rows } = await bench.pool.query('select distinct deaths from lanes');
    expect(rows).toEqual([{ deaths: 0 }]);
  });

  it('in a process that ended is worked on alone by the next one', async () => {
    await bench.store(...['a', 'b', 'c'].map((lane) => arrival(lane, { externalId: lane })));
    await loseAll(['a', 'b', 'c']);
    await bench.store(arrival('calm', { externalId: 'calm' }));
    const gate = createGate();
    bench.replica({ handle: gate.handle }).start();
    await eventually(() => expect(gate.seen).toContain('calm'));
    const suspects = () => gate.seen.filter((id) => id !== 'calm');
    for (let n = 1; n <= 3; n++) {
      await eventually(() => expect(suspects()).toHaveLength(n));
      // Those that wait for their turn hold no lease that could run out and be held against them.
      const { rows } = await bench.pool.query(
        'select lane from lanes where leased_until > now() and deaths > 1',
      );
      expect(rows).toEqual([]);
      expect(suspects()).toHaveLength(n);
      gate.open(suspects().at(-1) ?? '');
    }
    gate.open('calm');
    await allDone();
  });

  it('holds up nobody else', async () => {
    const seen: string[] = [];
    await bench.store(arrival('bad'), ...Array.from({ length: 20 }, (_, at) => arrival(`good ${at}`)));
    bench
      .replica({
        retryDelaysMs: [600_000],
        handle: async ({ lane }) => {
          if (lane === 'bad') throw new Error('poison');
          seen.push(lane);
        },
      })
      .start();
    await eventually(() => expect(seen).toHaveLength(20));
    const [bad] = await bench.entries();
    expect(bad).toMatchObject({ lane: 'bad', status: 'pending', attempts: 1 });
  });

  it('is given up all the same when the person cannot be told', async () => {
    await bench.store(arrival('a', { externalId: 'poison' }), arrival('a', { externalId: 'next' }));
    const fail = async () => {
      throw new Error('no');
    };
    bench.replica({ retryDelaysMs: [], handle: fail, onDead: fail }).start();
    await allDone();
    expect((await bench.entries()).map(({ status }) => status)).toEqual(['dead', 'dead']);
  });

  it('with a text that no database takes, or without being an error, is recorded too', async () => {
    await bench.store(arrival('a', { externalId: 'x' }), arrival('a', { externalId: 'y' }));
    const lanes = bench.replica({
      retryDelaysMs: [],
      handle: async ({ externalId }) => {
        if (externalId === 'x') throw new Error('NUL \0 and half \ud800');
        // oxlint-disable-next-line typescript/only-throw-error -- a library may do so
        throw null;
      },
    });
    lanes.start();
    await allDone();
    expect((await bench.entries()).map(({ status }) => status)).toEqual(['dead', 'dead']);
  });
});

describe('a holder', () => {
  it('that died is followed by another, who holds the lane under a higher number', async () => {
    await bench.store(arrival('a', { externalId: '1' }));
    const [lease] = await claimLanes(bench.pool, { holder: one, wanted: ['a'], leaseSeconds: 30 });
    expect(await claimLanes(bench.pool, { holder: other, wanted: ['a'], leaseSeconds: 30 })).toEqual([]);
    await bench.expireLease('a');
    const seen: string[] = [];
    bench.replica({ handle: async ({ externalId }) => void seen.push(externalId) }).start();
    await eventually(() => expect(seen).toEqual(['1']));
    await allDone();
    const { rows } = await bench.pool.query('select fence::int as fence from lanes');
    expect(rows).toEqual([{ fence: (lease?.fence ?? 0) + 1 }]);
  });

  it('that comes late can settle nothing, release nothing and renew nothing', async () => {
    await bench.store(arrival('a'));
    const [late] = await claimLanes(bench.pool, { holder: one, wanted: ['a'], leaseSeconds: 30 });
    if (late === undefined) throw new Error('not claimed');
    await bench.expireLease('a');
    await claimLanes(bench.pool, { holder: other, wanted: ['a'], leaseSeconds: 30 });
    const { rows } = await bench.pool.query<{ id: string }>('select id from inbox');
    const verdict = {
      id: Number(rows[0]?.id),
      verdict: 'done',
      delayMs: 0,
      error: undefined,
      erase: false,
    } as const;
    await concludeEntries(bench.pool, one, [{ ...late, ...verdict }]);
    await releaseLanes(bench.pool, one, [late]);
    await renewLeases(bench.pool, { holder: one, leases: [late], leaseSeconds: 9_000 });
    expect(await bench.entries()).toMatchObject([{ status: 'pending', attempts: 0 }]);
    const { rows: lanes } = await bench.pool.query(
      `select holder, leased_until between now() and now() + interval '1 minute' as held from lanes`,
    );
    expect(lanes).toEqual([{ holder: other, held: true }]);
  });

  it('that gave a lane back does not take it again by a renewal that was under way', async () => {
    const [lease] = await claimLanes(bench.pool, { holder: one, wanted: ['a'], leaseSeconds: 30 });
    if (lease === undefined) throw new Error('not claimed');
    await releaseLanes(bench.pool, one, [lease]);
    await renewLeases(bench.pool, { holder: one, leases: [lease], leaseSeconds: 30 });
    expect(await claimLanes(bench.pool, { holder: other, wanted: ['a'], leaseSeconds: 30 })).toHaveLength(1);
  });

  it('that lost a lane while it stood still leaves it alone: the other one does the rest', async () => {
    const [late, present] = [createGate(), createGate()];
    await bench.store(...['1', '2', '3'].map((id) => arrival('a', { externalId: id })));
    const counted: string[] = [];
    const first = bench.replica({
      handle: late.handle,
      events: { updateHandled: () => void counted.push('late') },
    });
    first.start();
    await eventually(() => expect(late.seen).toEqual(['1']));
    await bench.expireLease('a');
    bench
      .replica({
        handle: present.handle,
        events: { updateHandled: ({ verdict }) => void counted.push(verdict) },
      })
      .start();
    await eventually(() => expect(present.seen).toEqual(['1']));
    late.open('1');
    await eventually(() => expect(first.active()).toBe(0));
    expect(counted).toEqual([]);
    for (const id of ['1', '2', '3']) {
      await eventually(() => expect(present.seen).toContain(id));
      present.open(id);
    }
    await allDone();
    expect([late.seen, present.seen]).toEqual([['1'], ['1', '2', '3']]);
    await eventually(() => expect(counted).toEqual(['done', 'done', 'done']));
    expect((await bench.entries()).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  });

  it('that lost a lane forgives nothing that the next holder is watched for', async () => {
    const [late, present] = [createGate(), createGate()];
    await bench.store(arrival('a', { externalId: '1' }));
    await loseAll(['a']);
    const first = bench.replica({ handle: late.handle });
    first.start();
    await eventually(() => expect(late.seen).toEqual(['1']));
    await bench.expireLease('a');
    bench.replica({ handle: present.handle }).start();
    await eventually(() => expect(present.seen).toEqual(['1']));
    const deaths = async () => (await bench.pool.query('select deaths from lanes')).rows;
    const before = await deaths();
    late.open('1');
    await eventually(() => expect(first.active()).toBe(0));
    expect(await deaths()).toEqual(before);
    expect(before).not.toEqual([{ deaths: 0 }]);
    present.open('1');
    await allDone();
    await eventually(async () => expect(await deaths()).toEqual([{ deaths: 0 }]));
  });

  it('keeps a lane as long as it works on it, however long that is', async () => {
    const [slow, hungry] = [createGate(), createGate()];
    await bench.store(arrival('a', { externalId: '1' }));
    bench.replica({ handle: slow.handle, leaseSeconds: 0.3 }).start();
    await eventually(() => expect(slow.seen).toEqual(['1']));
    bench.replica({ handle: hungry.handle }).start();
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(hungry.seen).toEqual([]);
    slow.open('1');
    await allDone();
  });

  it('that stops finishes what it works on, and leaves the rest to whoever comes', async () => {
    const gate = createGate();
    await bench.store(arrival('a', { externalId: '1' }), arrival('a', { externalId: '2' }));
    const first = bench.replica({ handle: gate.handle });
    first.start();
    await eventually(() => expect(gate.seen).toEqual(['1']));
    const stopped = first.stop(5_000);
    gate.open('1');
    await stopped;
    expect((await bench.entries()).map(({ status }) => status)).toEqual(['done', 'pending']);
    bench.replica({ handle: async () => {} }).start();
    await allDone();
  });
});
