import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdUser } from '../../../../src/features/panels/hiddify/hold.ts';
import { PanelError } from '../../../../src/features/panels/hiddify/panel-error.ts';
import type { WantedPanelUser } from '../../../../src/features/panels/hiddify/wanted-user.ts';
import { clientFor, startLoopback, uuid, withPanel } from './loopback.ts';
import { createUnsteadyPanel } from './unsteady-panel.ts';
import type { Fate } from './unsteady-panel.ts';

const gigabyte = 1024 ** 3;
const wanted: WantedPanelUser = {
  uuid,
  name: 'Аня 🦊',
  enable: true,
  usageLimitBytes: 30 * gigabyte,
  packageDays: 30,
};

const stateOf = (user: WantedPanelUser) => ({
  name: user.name,
  enable: user.enable,
  usage_limit_GB: user.usageLimitBytes / gigabyte,
  package_days: user.packageDays,
  start_date: user.startDate ?? null,
  mode: 'no_reset',
});

describe('a user that should be on the panel', () => {
  test('is created once and then left alone', async () => {
    const panel = createUnsteadyPanel('v10-12');
    await withPanel(panel.listener, async (client) => {
      const user = await holdUser(client, wanted);
      expect(user).toMatchObject({ ...wanted, currentUsageBytes: 0 });
      await holdUser(client, wanted);
    });
    expect(panel.requests).toEqual(['GET', 'POST', 'GET', 'GET']);
    expect(panel.rows).toHaveLength(1);
  });

  test.each<[string, Fate]>([
    ['the answer was lost after saving', 'lost'],
    ['the line was cut after saving', 'cut'],
    ['a proxy sent it twice', 'replayed'],
    ['the panel stopped half-way and left "unknown"', 'half'],
  ])('is there as wanted when its creation went wrong: %s', async (_, fate) => {
    const panel = createUnsteadyPanel('v10-12');
    panel.fates = ['well', fate];
    const user = await withPanel(panel.listener, (client) => holdUser(client, wanted));
    expect(user.name).toBe(wanted.name);
    expect(panel.rows).toHaveLength(1);
    expect(panel.rows[0]).toMatchObject(stateOf(wanted));
  });

  test('asks for a retry when the creation failed and left nothing', async () => {
    const panel = createUnsteadyPanel('v10-12');
    panel.fates = ['well', 'refused'];
    await withPanel(panel.listener, async (client) => {
      await expect(holdUser(client, wanted)).rejects.toMatchObject({ class: 'transient', advice: 'retry' });
      await holdUser(client, wanted);
    });
    expect(panel.rows).toHaveLength(1);
  });

  test('gets a new period and limit in one change that names the start date', async () => {
    const panel = createUnsteadyPanel('v10-12');
    const renewed = { ...wanted, packageDays: 60, startDate: '2026-11-23', usageLimitBytes: 60 * gigabyte };
    await withPanel(panel.listener, async (client) => {
      await holdUser(client, wanted);
      await holdUser(client, renewed);
    });
    expect(panel.requests.slice(3)).toEqual(['GET', 'PATCH', 'GET']);
    expect(panel.rows[0]).toMatchObject(stateOf(renewed));
  });

  test('keeps the day of its first traffic when the wanted period does not name one', async () => {
    const panel = createUnsteadyPanel('v10-12');
    await withPanel(panel.listener, async (client) => {
      await holdUser(client, wanted);
      Object.assign(panel.rows[0] ?? {}, { start_date: '2026-11-20', current_usage_GB: 3 });
      await holdUser(client, wanted);
      await holdUser(client, { ...wanted, packageDays: 45 });
    });
    expect(panel.rows[0]).toMatchObject({ start_date: '2026-11-20', package_days: 45, current_usage_GB: 3 });
  });

  test('loses its used traffic once with a renewal, and not again when the renewal is repeated', async () => {
    const panel = createUnsteadyPanel('v10-12');
    const renewed = { ...wanted, packageDays: 60, startDate: '2026-11-23' };
    await withPanel(panel.listener, async (client) => {
      await holdUser(client, wanted);
      Object.assign(panel.rows[0] ?? {}, { current_usage_GB: 29 });
      const resetUsage = { usedBefore: 29 * 1024 ** 3 };
      const user = await holdUser(client, renewed, { resetUsage });
      expect(user.currentUsageBytes).toBe(0);
      Object.assign(panel.rows[0] ?? {}, { current_usage_GB: 2 });
      await holdUser(client, renewed, { resetUsage });
    });
    expect(panel.rows[0]).toMatchObject({ current_usage_GB: 2 });
  });

  test.each(['well', 'lost'] as const)(
    'loses it once where the new period has the dates and the limit of the one before (the change goes %s)',
    async (fate) => {
      const panel = createUnsteadyPanel('v10-12');
      const resetUsage = { usedBefore: 28 * 1024 ** 3 };
      await withPanel(panel.listener, async (client) => {
        await holdUser(client, wanted);
        Object.assign(panel.rows[0] ?? {}, { current_usage_GB: 30 });
        panel.fates = ['well', fate];
        await holdUser(client, wanted, { resetUsage });
        expect(panel.rows[0]).toMatchObject({ current_usage_GB: 0 });
        Object.assign(panel.rows[0] ?? {}, { current_usage_GB: 2 });
        await holdUser(client, wanted, { resetUsage });
      });
      expect(panel.rows[0]).toMatchObject({ current_usage_GB: 2 });
    },
  );

  test('is written in full again after a change that broke off, even when it then reads right', async () => {
    const panel = createUnsteadyPanel('v10-12');
    await withPanel(panel.listener, async (client) => {
      await holdUser(client, wanted);
      panel.fates = ['well', 'lost'];
      await holdUser(client, { ...wanted, enable: false });
      expect(panel.requests.slice(3)).toEqual(['GET', 'PATCH', 'GET', 'PATCH', 'GET']);
      await holdUser(client, { ...wanted, enable: false }, { rewrite: true });
    });
    expect(panel.requests.slice(8)).toEqual(['GET', 'PATCH', 'GET']);
  });

  test('is accepted under a name the panel could not keep, but never as "unknown"', async () => {
    const panel = createUnsteadyPanel('v10-12');
    const lossy = (name: string): typeof panel.listener => {
      return (request, response) => {
        for (const row of panel.rows) row.name = name;
        return panel.listener(request, response);
      };
    };
    panel.rows = [{ ...stateOf(wanted), uuid, name: 'Аня ?' }];
    await withPanel(lossy('Аня ?'), async (client) => {
      expect(await holdUser(client, wanted)).toMatchObject({ name: 'Аня ?' });
    });
    await withPanel(lossy('unknown'), async (client) => {
      await expect(holdUser(client, wanted)).rejects.toMatchObject({ class: 'transient' });
    });
  });

  test('is not written again for a limit that differs by less than a millionth', async () => {
    const panel = createUnsteadyPanel('v10-12');
    await withPanel(panel.listener, async (client) => {
      await holdUser(client, wanted);
      await holdUser(client, { ...wanted, usageLimitBytes: wanted.usageLimitBytes + 1000 });
      expect(panel.requests.slice(3)).toEqual(['GET']);
      await holdUser(client, { ...wanted, usageLimitBytes: wanted.usageLimitBytes + 1_000_000 });
      expect(panel.requests.slice(4)).toEqual(['GET', 'PATCH', 'GET']);
    });
  });

  test('of another admin is nobody a retry would help', async () => {
    await withPanel(
      (_, response) =>
        response.writeHead(403).end('{"message":"You don\'t have permission to access this user"}'),
      async (client) => {
        await expect(holdUser(client, wanted)).rejects.toMatchObject({ class: 'not-owned' });
      },
    );
  });

  test('exists once when ten ask for it at the same time', async () => {
    const panel = createUnsteadyPanel('v10-12');
    const server = await startLoopback(panel.listener);
    const clients = Array.from({ length: 10 }, () => clientFor(server.url));
    await Promise.all(clients.map((client) => holdUser(client, wanted)));
    expect(panel.rows).toHaveLength(1);
    expect(panel.rows[0]).toMatchObject(stateOf(wanted));
    await Promise.all(clients.map((client) => client.close()));
    await server.close();
  });
});

const fates = fc.array(
  fc.constantFrom<Fate>('well', 'well', 'well', 'refused', 'half', 'lost', 'cut', 'replayed'),
  { maxLength: 12 },
);
const change = fc.record({
  enable: fc.boolean(),
  usageLimitBytes: fc.integer({ min: 0, max: 5000 }).map((count) => count * gigabyte),
  packageDays: fc.integer({ min: 0, max: 3650 }),
  startDate: fc.constantFrom('2026-11-01', '2026-11-23'),
});

test.each(['v10-12', 'v13'] as const)(
  'on a panel %s that fails at random a user ends as wanted or with a retry, and is never two',
  async (profile) => {
    const property = fc.asyncProperty(
      fates,
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async (faults, changes) => {
        const panel = createUnsteadyPanel(profile);
        await withPanel(panel.listener, async (client) => {
          panel.fates = [...faults];
          for (const step of changes) {
            const target = { ...wanted, ...step };
            const advice = await holdUser(client, target).then(
              () => 'none',
              (error: unknown) => (error instanceof PanelError ? error.advice : error),
            );
            const isAsWanted = isDeepStrictEqual({ ...panel.rows[0], ...stateOf(target) }, panel.rows[0]);
            expect(advice).toBe(advice === 'none' && isAsWanted ? 'none' : 'retry');
            expect(panel.rows.length).toBeLessThanOrEqual(1);
          }
          panel.fates = [];
          const last = { ...wanted, ...changes.at(-1) };
          await holdUser(client, last);
          expect(panel.rows).toHaveLength(1);
          expect(panel.rows[0]).toMatchObject(stateOf(last));
        });
      },
    );
    await fc.assert(property, { numRuns: 60 });
  },
);
