import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isActive, remainingDays, shouldReset } from '@hiddify-vpn-bot/sandbox/panel/users/entitlement.ts';
import { createGhost, gibibyte, toStoredBytes } from '@hiddify-vpn-bot/sandbox/panel/users/records.ts';
import { openPanel } from './open-panel.ts';

const ghost = () => createGhost({ id: 1, addedBy: 1, now: '2026-11-23 10:00:00' });

describe('traffic', () => {
  it('starts the package with the first byte, on the panel’s own date', async () => {
    const { panel, moveClock } = await openPanel({
      timeZone: 'Asia/Tehran',
      seedUsers: [{ name: 'Ann', packageDays: 30 }],
    });
    moveClock(11 * 3600);
    const uuid = panel.control.users()[0]?.uuid ?? '';
    expect(panel.control.users()[0]?.start_date).toBeNull();
    panel.control.connect(uuid);
    expect(panel.control.users()[0]).toMatchObject({ start_date: '2026-11-24', is_active: true });
  });

  it('ends access in Xray when the limit is passed, not when it is reached', async () => {
    const { panel } = await openPanel({ seedUsers: [{ name: 'Ann', usageLimitGb: 2 }] });
    const uuid = panel.control.users()[0]?.uuid ?? '';
    panel.control.addUsage(uuid, 2);
    expect(panel.control.cores().xray).toContain(uuid);
    panel.control.addUsage(uuid, 0.001);
    expect(panel.control.cores().xray).not.toContain(uuid);
    expect(panel.control.users()[0]?.is_active).toBe(false);
  });

  it('is named once by update_user_usage and counted for today', async () => {
    const { panel, call } = await openPanel({ seedUsers: [{ name: 'Ann' }] });
    const uuid = panel.control.users()[0]?.uuid ?? '';
    panel.control.addUsage(uuid, 1);
    expect(await (await call('/admin/update_user_usage/')).json()).toMatchObject({
      comments: [{ uuid, usage: gibibyte }],
    });
    expect(await (await call('/admin/update_user_usage/')).json()).toMatchObject({ comments: [] });
    const status = (await (await call('/admin/server_status/')).json()) as {
      usage_history: { today: { usage: string } };
    };
    expect(status.usage_history.today.usage).toBe(String(gibibyte));
  });
});

describe('the pass over everybody', () => {
  it('empties a weekly counter every seventh day and lets an expired user out of Xray', async () => {
    const { panel, patch, moveClock } = await openPanel({
      seedUsers: [{ name: 'Ann', packageDays: 10, startDate: '2026-11-23' }],
    });
    const uuid = panel.control.users()[0]?.uuid ?? '';
    await patch(uuid, { mode: 'weekly', current_usage_GB: 5 });
    moveClock(6 * 86_400);
    panel.control.runUsagePass();
    expect(panel.control.users()[0]?.current_usage_GB).toBe(5);
    moveClock(86_400);
    panel.control.runUsagePass();
    expect(panel.control.users()[0]?.current_usage_GB).toBe(0);
    moveClock(4 * 86_400);
    expect(panel.control.cores().xray).toContain(uuid);
    panel.control.runUsagePass();
    expect(panel.control.cores().xray).not.toContain(uuid);
  });
});

describe('the arithmetic', () => {
  it('gives package_days + 1 active calendar days from any start', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 4000 }), (start, days) => {
        const user = { ...ghost(), startDate: start.toISOString().slice(0, 10), packageDays: days };
        const at = (offset: number) =>
          new Date(start.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
        expect(remainingDays(user, at(0))).toBe(days);
        expect([isActive(user, at(days)), isActive(user, at(days + 1))]).toEqual([true, false]);
      }),
    );
  });

  it('never resets a user without a period or without a start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (offset) => {
        const today = new Date(Date.parse('2026-11-23') + offset * 86_400_000).toISOString().slice(0, 10);
        expect(shouldReset({ ...ghost(), mode: 'daily' }, today)).toBe(false);
        expect(shouldReset({ ...ghost(), startDate: '2026-11-23' }, today)).toBe(false);
      }),
    );
  });

  it('stores any gigabytes as whole bytes below the cap', () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 2e6, noNaN: true }), (gigabytes) => {
        const bytes = toStoredBytes(gigabytes);
        expect(Number.isInteger(bytes)).toBe(true);
        expect(bytes).toBeLessThanOrEqual(1_000_000 * gibibyte);
      }),
    );
  });
});
