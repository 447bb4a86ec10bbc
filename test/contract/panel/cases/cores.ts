import { describe, expect } from 'vitest';
import { createCaller } from '../caller.ts';
import { itWhere, type PanelTarget } from '../target.ts';

/** Golden cases 35 and 36: what reaches the cores, and what is lost on the way. */
export function defineCoreCases(target: PanelTarget): void {
  const panel = createCaller(target);
  const { applyCount, cores, moveClock, setApplySeconds } = target.capabilities;
  const applies = target.profile !== 'v12.3.0';

  describe('the cores', () => {
    itWhere(applyCount !== undefined && (applies || cores === undefined || moveClock !== undefined))(
      'are asked to apply after every write, and never by 12.3',
      async () => {
        moveClock?.(600);
        const before = await applyCount?.();
        const uuid = await panel.createUser();
        moveClock?.(600);
        expect((await panel.changeUser(uuid, { comment: 'again' })).status).toBe(200);
        // Its status takes a panel more than a second: time enough for a command to be seen that comes late.
        await panel.admin('/admin/server_status/');
        // Of a panel that never asks, none of the writes of all the cases before has been followed by one.
        const wanted = applies ? (before ?? 0) + 2 : 0;
        await expect.poll(async () => await applyCount?.(), { timeout: 5000 }).toBe(wanted);
      },
    );

    const hasClock = cores !== undefined && moveClock !== undefined && setApplySeconds !== undefined;
    itWhere(hasClock && applies)(
      'show a new user in Xray at once and in sing-box only after the apply',
      async () => {
        setApplySeconds?.(20);
        moveClock?.(600);
        const uuid = await panel.createUser();
        expect(cores?.().xray).toContain(uuid);
        expect(cores?.().singbox).not.toContain(uuid);
        moveClock?.(20);
        expect(cores?.().singbox).toContain(uuid);
      },
    );

    const queued = target.profile === 'v13' || target.profile === 'v14';
    itWhere(hasClock && applies)(
      'lose a write that falls into a running apply before v13, run again for it from v13 on',
      async () => {
        setApplySeconds?.(20);
        moveClock?.(600);
        const first = await panel.createUser();
        moveClock?.(5);
        const late = await panel.createUser();
        moveClock?.(60);
        expect(cores?.().singbox).toContain(first);
        expect(cores?.().singbox.includes(late)).toBe(queued);
        expect(cores?.().xray).toContain(late);
        await panel.changeUser(late, {});
        moveClock?.(20);
        expect(cores?.().singbox).toContain(late);
      },
    );
  });
}
