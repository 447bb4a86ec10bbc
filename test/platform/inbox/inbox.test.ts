import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createInbox } from '../../../src/platform/inbox/inbox.ts';
import { pruneInbox } from '../../../src/platform/inbox/queries.ts';
import { arrival, type Bench, openBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.pool.query('truncate inbox, lanes'));

const open = (woken: string[] = []) =>
  createInbox({ pool: bench.pool, onStored: (lane) => void woken.push(lane) });

describe('the inbox', () => {
  it('stores a thousand arrivals at once exactly once, duplicates and two replicas notwithstanding', async () => {
    const woken: string[] = [];
    const [first, second] = [open(woken), open(woken)];
    const known = Array.from({ length: 700 }, (_, at) => arrival(`lane ${at % 50}`));
    const all = [...known, ...known.slice(0, 300)];
    const answers = await Promise.all(all.map((one, at) => (at % 2 === 0 ? first : second).accept(one)));
    expect(answers.filter((answer) => answer === 'stored')).toHaveLength(700);
    expect(answers.filter((answer) => answer === 'duplicate')).toHaveLength(300);
    expect(woken).toHaveLength(700);
    expect((await bench.entries()).map(({ id }) => id).sort()).toEqual(
      known.map(({ externalId }) => externalId).sort(),
    );
  });

  it('keeps every byte as it came, whatever the bytes are', async () => {
    const inbox = open();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }),
        async (bodies) => {
          const arrivals = bodies.map((body) => arrival('bytes', { payload: Buffer.from(body) }));
          await Promise.all(arrivals.map((one) => inbox.accept(one)));
          const { rows } = await bench.pool.query<{ payload: Buffer }>(
            'select payload from inbox where external_id = any($1) order by position',
            [arrivals.map(({ externalId }) => externalId)],
          );
          expect(rows.map(({ payload }) => payload.toString('hex'))).toEqual(
            arrivals.map(({ payload }) => payload.toString('hex')),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('tells sources and accounts apart: the same number of two bots is two updates', async () => {
    const inbox = open();
    const one = arrival('a');
    const answers = [one, { ...one, account: '2' }, { ...one, source: 'stripe' }, one].map((each) =>
      inbox.accept(each),
    );
    expect(await Promise.all(answers)).toEqual(['stored', 'stored', 'stored', 'duplicate']);
  });

  it('a body seen before stays as it was first', async () => {
    const inbox = open();
    const one = arrival('a', { payload: Buffer.from('first') });
    await inbox.accept(one);
    await inbox.accept({ ...one, payload: Buffer.from('second') });
    const { rows } = await bench.pool.query<{ payload: Buffer }>('select payload from inbox');
    expect(rows.map(({ payload }) => payload.toString())).toEqual(['first']);
  });

  it('forgets bodies after three days and rows after fourteen, and never what still waits', async () => {
    const ages = { fresh: 1, old: 4, gone: 15, waiting: 30 };
    for (const [name, days] of Object.entries(ages)) {
      await bench.store(arrival(name, { externalId: name }));
      const processed = name === 'waiting' ? 'null' : `now() - interval '${days} days'`;
      await bench.pool.query(
        `update inbox set processed_at = ${processed}, received_at = now() - interval '${days} days',
         status = $2 where external_id = $1`,
        [name, name === 'waiting' ? 'pending' : 'done'],
      );
    }
    await pruneInbox(bench.pool);
    const { rows } = await bench.pool.query(
      'select external_id as id, length(payload) as bytes from inbox order by 1',
    );
    expect(rows).toEqual([
      { id: 'fresh', bytes: 2 },
      { id: 'old', bytes: 0 },
      { id: 'waiting', bytes: 2 },
    ]);
  });
});
