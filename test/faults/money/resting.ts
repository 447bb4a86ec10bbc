import type { Backstage } from './backstage.ts';
import type { Workshop } from './workshop.ts';

/** What of a shop has to come to rest. */
interface Resting {
  backstage: Backstage;
  work: Workshop;
  restart(): Promise<void>;
  takeUpdates(): Promise<number>;
  delivered(): Promise<void>;
}

/** Lets all that shops on the same accounts have begun come to its end: they share the clock, so each hour is everybody's. */
export async function restTogether(stages: readonly Resting[]): Promise<void> {
  for (const stage of stages) await calm(stage);
  for (let round = 0; round < 6; round++) {
    stages[0]?.backstage.clock.advance(65 * 60_000);
    for (const stage of stages) await liveOn(stage);
  }
  for (const stage of stages) await finish(stage);
  for (const stage of stages) await stage.work.runAll();
}

/** Nothing fails any more. */
async function calm({ backstage, restart }: Resting): Promise<void> {
  const { stripe, cryptoPay, panel } = backstage;
  const still = { off: false, duplicates: 0, delayMs: 0, reorder: false, wrongSecret: false };
  stripe.faults.set({ webhooks: still, api: { always: null, slowMs: 0 } });
  cryptoPay.setFaults({ webhooksOff: false, duplicates: 0, api: null });
  await panel.control.clearFaults();
  await restart();
}

async function liveOn({ work, delivered, takeUpdates }: Resting): Promise<void> {
  await delivered();
  while ((await takeUpdates()) > 0) await delivered();
  await work.timetable();
  await work.runAll();
}

async function finish({ work, delivered, takeUpdates }: Resting): Promise<void> {
  await work.scanDrift();
  await work.runAll();
  while ((await takeUpdates()) > 0);
  await delivered();
  await work.runAll();
}
