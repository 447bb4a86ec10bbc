import { createRandom, type Random } from '../support/random.ts';
import { type Acts, createActs } from './acts.ts';
import { createCustomers } from './customers.ts';
import { PowerCut } from './mortal.ts';
import { type MoneyStage, openMoneyStage } from './stage.ts';
import { describeBooks } from './story.ts';
import { createTrouble } from './trouble.ts';

export interface Run {
  seed: number;
  /** What is wrong at the end, in words. */
  faults: string[];
  powerCuts: number;
  /** How much happened: what was paid to providers, given back, disputed. */
  paid: number;
  refunded: number;
  disputed: number;
  /** What happened, in order: the way to the fault. */
  story: string[];
}

export interface Course {
  people?: number;
  steps?: number;
}

/**
 * One random life of a whole shop: people order, pay, pay late, get money back and dispute it; webhooks are lost,
 * doubled and overtaken; strangers sell over the same accounts; people are blocked, the domain moves, hands are laid on the
 * panel; providers and panel go away; jobs stand still; and the power goes out at any contact with database or provider. Of
 * every third seed a second deployment sells beside it. Then everything comes to rest and is judged. The seed decides all of it but the order in
 * which things that run side by side reach the database.
 */
export async function simulate(seed: number, { people = 3, steps = 70 }: Course = {}): Promise<Run> {
  const stage = await openMoneyStage();
  const closers = [() => stage.close()];
  try {
    const random = createRandom(seed);
    const shops: Shop[] = [await openShop(stage, { random, people })];
    if (seed % 3 === 0) {
      const beside = await openMoneyStage({ beside: stage });
      closers.unshift(() => beside.close());
      shops.push(await openShop(beside, { random, people: 1 }));
    }
    closers.unshift(async () => void (await Promise.all(shops.map(({ acts }) => acts.close()))));
    const trouble = createTrouble(stage, random);
    const run: Run = { seed, faults: [], powerCuts: 0, paid: 0, refunded: 0, disputed: 0, story: [] };
    for (let step = 0; step < steps; step++) {
      trouble.mayBegin(run.story);
      const [own, beside] = shops as [Shop, Shop?];
      const shop = beside !== undefined && random.next() < 0.25 ? beside : own;
      const { name, work } = shop.acts.draw();
      await live(shop.stage, { random, run, act: { name: shop === own ? name : `beside: ${name}`, work } });
    }
    await trouble.end();
    for (const { acts } of shops) await acts.bringMoneyHome();
    await stage.rest(shops.slice(1).map((shop) => shop.stage));
    for (const shop of shops) await judge(shop.stage, run);
    run.disputed = Object.keys(stage.backstage.stripe.tables.disputes).length;
    return run;
  } finally {
    for (const close of closers) await close();
  }
}

interface Shop {
  stage: MoneyStage;
  acts: Acts;
}

async function openShop(
  stage: MoneyStage,
  { random, people }: { random: Random; people: number },
): Promise<Shop> {
  const customers = await createCustomers(stage, people);
  const acts = await createActs(stage, { random, customers });
  // As from every start on: from here each list is read on.
  await stage.work.timetable('reconcile');
  return { stage, acts };
}

async function judge(stage: MoneyStage, run: Run): Promise<void> {
  const faults = await stage.faults();
  const { captured } = await stage.backstage.tell();
  run.faults.push(...faults);
  if (faults.length > 0) run.story.push('', ...(await describeBooks(stage.sql, captured)));
  run.paid += captured.length;
  run.refunded += captured.filter(({ refunds }) => refunds.length > 0).length;
}

interface Act {
  name: string;
  work: () => Promise<unknown>;
}

async function live(
  stage: MoneyStage,
  { random, run, act }: { random: Random; run: Run; act: Act },
): Promise<void> {
  const before = stage.life();
  const contacts = random.next() < 0.3 ? Math.ceil(random.between(0, 45)) : undefined;
  before.mortal.dieAt(contacts);
  let ending = '';
  try {
    await act.work();
    await stage.delivered();
  } catch (error) {
    ending = nameOf(error);
    if (!before.mortal.isDead() && !isExpected(error))
      throw new Error(tell(run, `${act.name}: ${ending}`), { cause: error });
  }
  const wasCut = before.mortal.isDead();
  stage.life().mortal.dieAt(undefined);
  if (stage.life().mortal.isDead()) await stage.restart();
  if (wasCut) run.powerCuts += 1;
  run.story.push(`${act.name}${wasCut ? ` ⚡${contacts ?? ''}` : ''}${ending === '' ? '' : ` (${ending})`}`);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);
}

/** Somebody else is away, or the process ended: what the product promises to make good by itself. */
function isExpected(error: unknown): boolean {
  if (error instanceof PowerCut || (error instanceof Error && error.cause instanceof PowerCut)) return true;
  if (!(error instanceof Error)) return false;
  const isClosedLater = error.message.includes('could not be closed yet');
  return isClosedLater || /ProviderAway|PanelError|PaymentError/.test(error.constructor.name);
}

/** How a run came to where it is. */
export function tell({ seed, story }: Run, what: string): string {
  return `seed ${seed}: ${what}\n  ${story.join('\n  ')}`;
}
