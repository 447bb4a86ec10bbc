import { describe, expect, it } from 'vitest';
import { createCaller, shiftDate } from '../caller.ts';
import type { PanelTarget } from '../target.ts';

/** Golden cases 17 and 18: when a user counts as active. */
export function defineEntitlementCases(target: PanelTarget): void {
  const panel = createCaller(target);

  describe('being active', () => {
    it.each([
      ['at the limit', 5, true],
      ['a little above it', 5.001, false],
    ])('holds with usage %s', async (_where, usage, active) => {
      const uuid = await panel.createUser({ usage_limit_GB: 5, current_usage_GB: usage });
      expect((await panel.readUser(uuid)).is_active).toBe(active);
    });

    it.each([
      ['on the expiry date', -30, true],
      ['the day after', -31, false],
      ['before a start in the future', 10, true],
    ])('counts days so that 30 days %s give the right answer', async (_when, offset, active) => {
      const start = shiftDate(target.today(), offset);
      const uuid = await panel.createUser({ package_days: 30, start_date: start });
      expect(await panel.readUser(uuid)).toMatchObject({ start_date: start, is_active: active });
    });

    it('ends when switched off and returns when switched on', async () => {
      const uuid = await panel.createUser();
      expect((await panel.changeUser(uuid, { enable: false })).json).toMatchObject({
        enable: false,
        is_active: false,
      });
      expect((await panel.changeUser(uuid, { enable: true })).json).toMatchObject({
        enable: true,
        is_active: true,
      });
    });

    it('does not treat a limit of 0 as unlimited', async () => {
      const uuid = await panel.createUser({ usage_limit_GB: 0 });
      expect((await panel.readUser(uuid)).is_active).toBe(true);
      expect((await panel.changeUser(uuid, { current_usage_GB: 0.000_001 })).json.is_active).toBe(false);
    });
  });
}
