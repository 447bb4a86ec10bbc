import type { Random } from '../support/random.ts';
import type { MoneyStage } from './stage.ts';

/** What goes wrong around the shop, and is over again. */
export interface Trouble {
  mayBegin(story: string[]): void;
  /** Whoever stands still goes on. */
  end(): Promise<void>;
}

interface Stalled {
  goOn: () => void;
  done: Promise<unknown>;
}

export function createTrouble(stage: MoneyStage, random: Random): Trouble {
  const { stripe, cryptoPay, panel } = stage.backstage;
  const stalled: Stalled[] = [];
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T;

  function webhooks(): void {
    const quiet = { off: false, duplicates: 0, delayMs: 0, reorder: false };
    stripe.faults.set({
      webhooks: pick([
        quiet,
        quiet,
        { ...quiet, off: true },
        { ...quiet, duplicates: 2 },
        { ...quiet, reorder: true },
        { ...quiet, delayMs: 600_000 },
      ]),
    });
    cryptoPay.setFaults(
      pick([
        { webhooksOff: false, duplicates: 0 },
        { webhooksOff: true, duplicates: 0 },
        { webhooksOff: false, duplicates: 2 },
      ]),
    );
  }

  const panelFaults = [
    {},
    {},
    { down: true, downAs: 'reset' },
    { savesThen502: true },
    { failBetweenCommits: true },
  ] as const;

  /** A job that asked, was answered, and then stands still while the world goes on. */
  function stall(): void {
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    const answer = Math.ceil(random.between(0, 4));
    const isList = random.next() < 0.3;
    const work = async () => await (isList ? stage.work.timetable('reconcile') : stage.work.runOne());
    const done = stage.life().mortal.stall({ answer, goOn }, work);
    stalled.push({ goOn: resolve, done: done.catch(() => {}) });
  }

  async function release({ goOn, done }: Stalled): Promise<void> {
    goOn();
    await done;
  }

  const kinds: [number, string, () => unknown][] = [
    [0.12, 'webhooks change', webhooks],
    [0.1, 'a provider does not answer', () => stage.life().mortal.fail('before')],
    [0.1, 'an answer is lost', () => stage.life().mortal.fail('after')],
    [
      0.05,
      'the panel changes',
      () => void panel.control.setFaults({ down: false, ...calm, ...pick(panelFaults) }),
    ],
    [0.08, 'a job stands still', stall],
    [0.1, 'it goes on', () => void (stalled.length > 0 && release(stalled.shift() as Stalled))],
  ];

  return {
    mayBegin(story) {
      for (const [chance, name, begin] of kinds)
        if (random.next() < chance) {
          story.push(`· ${name}`);
          begin();
        }
    },
    async end() {
      for (const one of stalled.splice(0)) await release(one);
    },
  };
}

const calm = { savesThen502: false, failBetweenCommits: false };
