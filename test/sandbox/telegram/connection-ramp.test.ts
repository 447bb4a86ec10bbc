import { describe, expect, it } from 'vitest';
import { createManualClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';
import { createConnectionRamp } from '@hiddify-vpn-bot/sandbox/telegram/delivery/connection-ramp.ts';

const open = (warm: boolean) => {
  const clock = createManualClock();
  const ramp = createConnectionRamp({ clock, isOn: true });
  if (warm) {
    ramp.take();
    ramp.release('succeeded');
  }
  const takeAll = (): number => {
    let count = 0;
    while (ramp.take().taken) count++;
    return count;
  };
  return { clock, ramp, takeAll };
};

describe('the ramp of connections', () => {
  it('opens one connection when the last success is older than ten seconds', () => {
    expect(open(false).takeAll()).toBe(1);
  });

  it('tries again after two seconds when that one was lost', () => {
    const { clock, ramp, takeAll } = open(false);
    ramp.take();
    ramp.release('lost');
    expect(takeAll()).toBe(0);
    clock.advance(2000);
    expect(takeAll()).toBe(1);
  });

  it('opens at most ten new ones in half a second after a success, and uses open ones again', () => {
    const { clock, takeAll } = open(true);
    expect(takeAll()).toBe(10);
    clock.advance(500);
    expect(takeAll()).toBe(10);
  });

  it('keeps what is open during a silence', () => {
    const { clock, ramp, takeAll } = open(true);
    expect(takeAll()).toBe(10);
    for (let busy = 0; busy < 10; busy++) ramp.release('answered');
    clock.advance(11_000);
    expect(takeAll()).toBe(10);
  });

  it('is off unless asked for', () => {
    const ramp = createConnectionRamp({ clock: createManualClock(), isOn: false });
    expect(Array.from({ length: 50 }, () => ramp.take().taken)).not.toContain(false);
  });
});
