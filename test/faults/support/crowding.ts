import { createVisitor, type Visitor } from './crowd.ts';
import { createRandom, pause } from './random.ts';
import type { Stage } from './stage.ts';

/** People who are in and go on tapping and writing, each every few seconds: one new message a second is all a chat gets. */
export interface Crowding {
  guests: readonly Visitor[];
  /** Nobody begins anything new; resolves when everybody has the answer to a last question. */
  stop(): Promise<void>;
}

/** Begins it. Nobody waits for an answer: whether answers came is the checker's business. */
export async function startCrowding(stage: Stage, count: number): Promise<Crowding> {
  const random = createRandom(count);
  const [code = ''] = await stage.codes(1, count);
  const guests = Array.from({ length: count }, (_, index) =>
    createVisitor(stage.world, { id: 50_000 + index, code }),
  );
  await Promise.all(guests.map((guest) => guest.comesIn()));
  let stopping = false;

  async function live({ driver }: Visitor): Promise<void> {
    await pause(random.between(0, 2_000));
    while (!stopping) {
      const home = driver.buttons().find((label) => label.startsWith('На главную'));
      if (home !== undefined && random.next() < 0.7) driver.taps(home);
      else driver.says(random.next() < 0.5 ? '/profile' : '/language');
      await pause(random.between(1_500, 3_000));
    }
  }

  const lives = guests.map(live);
  return {
    guests,
    async stop() {
      stopping = true;
      await Promise.all(lives);
      await Promise.all(guests.map((guest) => guest.asksForHelp()));
    },
  };
}
