import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonDriver } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { eventually } from '../support/eventually.ts';
import type { Tester } from '../support/person.ts';
import { faults, type Product, startProduct } from '../support/product.ts';

/** Stories of four people at once, and for how long at most: by hand a taste, in CI the meal. */
const effort =
  process.env['CI'] === undefined
    ? { numRuns: 8, interruptAfterTimeLimit: 8_000 }
    : { numRuns: 40, interruptAfterTimeLimit: 90_000 };

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

type Step =
  | { does: 'says'; text: string }
  | { does: 'taps'; which: number }
  | { does: 'taps again'; which: number }
  | { does: 'forges'; data: string }
  | { does: 'sends' | 'leaves' | 'comes back' | 'restart' };

const commands = [
  'start menu help key profile trial invite language cancel admin users stats orders plans broadcast nothing',
].flatMap((line) => line.split(' ').map((name) => `/${name}`));
const texts = [
  '/start INV_00000000',
  '/start ref_1',
  '/start@sandbox_vpn_bot',
  '/admin; drop table users',
  '/',
  '//',
  '<b>жирный',
  '&lt;script&gt;',
  '‮обратно⁦',
  'INV_00000000',
  'inv_GGGGGGGG',
  '1',
  '-1',
  '1e309',
  '٣',
  '99999999999999999999',
  '30',
  "' or 1=1; --",
  '${7*7} {{7*7}} %s %n',
  '@sandbox',
  'Анна',
  '😀'.repeat(100),
  'z̸̢'.repeat(200),
  'x'.repeat(4096),
];

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...commands).map((text) => ({ does: 'says', text }) as const) },
  { weight: 4, arbitrary: fc.constantFrom(...texts).map((text) => ({ does: 'says', text }) as const) },
  { weight: 12, arbitrary: fc.nat({ max: 40 }).map((which) => ({ does: 'taps', which }) as const) },
  { weight: 4, arbitrary: fc.nat({ max: 400 }).map((which) => ({ does: 'taps again', which }) as const) },
  {
    weight: 2,
    arbitrary: fc
      .string({ minLength: 1, maxLength: 64 })
      .filter((data) => Buffer.byteLength(data) <= 64)
      .map((data) => ({ does: 'forges', data }) as const),
  },
  { weight: 1, arbitrary: fc.constantFrom({ does: 'sends' }, { does: 'leaves' }, { does: 'comes back' }) },
);

const stories = fc.record({
  people: fc.array(fc.array(steps, { minLength: 3, maxLength: 9 }), { minLength: 4, maxLength: 4 }),
  restartAt: fc.oneof({ weight: 5, arbitrary: fc.constant(-1) }, fc.nat({ max: 6 })),
});

interface Actor {
  tester: Tester;
  driver: PersonDriver;
  /** The data of every button ever seen. */
  seen: string[];
  taps: string[];
}

interface Keyboard {
  inline_keyboard?: { callback_data?: string }[][];
}

/** Every button of the bot still in the chat, oldest first. */
function buttonsOf(driver: PersonDriver) {
  return driver
    .messages()
    .filter((message) => !message.outgoing)
    .flatMap(({ message_id: messageId, reply_markup: markup }) =>
      ((markup as Keyboard | undefined)?.inline_keyboard ?? []).flatMap((keys, row) =>
        keys.flatMap(({ callback_data: data }, column) =>
          data === undefined ? [] : [{ target: { messageId, row, column }, data }],
        ),
      ),
    );
}

function act({ driver, seen, taps }: Actor, step: Step): void {
  const buttons = buttonsOf(driver);
  const press = (which: number, data?: string) => {
    const button = buttons[which % buttons.length];
    if (button !== undefined && !isAway(driver))
      taps.push(driver.taps(button.target, data === undefined ? {} : { data }));
  };
  if (step.does === 'comes back') driver.unblocks();
  else if (isAway(driver)) return;
  else if (step.does === 'says') driver.says(step.text);
  else if (step.does === 'taps') press(step.which);
  else if (step.does === 'taps again') press(0, seen[step.which % seen.length]);
  else if (step.does === 'forges') press(0, step.data);
  else if (step.does === 'sends') driver.sendsDocument(new Uint8Array([1, 2, 3]));
  else if (step.does === 'leaves') driver.blocks();
}

const isAway = (driver: PersonDriver): boolean =>
  product.world.state().chats.some(({ person, blocked }) => person.id === driver.id && blocked);

/** An admin, a manager, a customer and somebody who is not in yet. */
async function cast(): Promise<Actor[]> {
  const testers = ['admin', 'manager', 'user', 'user'].map(() => product.person({ languageCode: 'ru' }));
  for (const tester of testers) tester.driver.starts();
  await product.settled();
  const [admin, manager, customer] = testers.map(({ id }) => id);
  await product.database.db.execute(
    sql`update users set admitted_at = now(), role = case telegram_id
          when ${admin} then 'admin' when ${manager} then 'manager' else 'user' end
        where telegram_id in (${admin}, ${manager}, ${customer})`,
  );
  return testers.map((tester) => ({ tester, driver: tester.driver, seen: [], taps: [] }));
}

async function checkUp({ tester, driver, taps }: Actor): Promise<void> {
  if (isAway(driver)) driver.unblocks();
  await product.settled();
  const newestBefore = tester.screen().message_id;
  await tester.says('/menu');
  await eventually(() => expect(tester.screen().message_id).toBeGreaterThan(newestBefore));
  expect(tester.buttons().length).toBeGreaterThan(0);
  // What was on its way while the bot restarted comes again after a pause of Telegram's.
  await eventually(() => expect(answersTo(taps)).toEqual(taps.map(() => 1)));
}

/** How often each of these taps was answered. */
function answersTo(taps: readonly string[]): number[] {
  const answered = product.world.calls
    .filter(({ method, ok }) => method === 'answerCallbackQuery' && ok)
    .map(({ payload }) => (payload as { callback_query_id: string }).callback_query_id);
  return taps.map((tap) => answered.filter((id) => id === tap).length);
}

it('whatever four people do at once, and whenever the bot restarts: /menu works, every tap is answered once, nothing breaks', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ({ people, restartAt }) => {
      const actors = await cast();
      const longest = Math.max(...people.map((story) => story.length));
      for (let at = 0; at < longest; at++) {
        for (const [index, actor] of actors.entries()) {
          const step = people[index]?.[at];
          if (step !== undefined) act(actor, step);
        }
        if (at === restartAt) await product.restart();
        await product.settled();
        for (const actor of actors) actor.seen.push(...buttonsOf(actor.driver).map(({ data }) => data));
      }
      // Whom an admin shut out, nobody answers: that is a promise of its own.
      await product.database.db.execute(sql`update users set blocked_at = null`);
      for (const actor of actors) await checkUp(actor);
      // Four people in a hurry are more than thirty messages a second; answers to people are not what that limit is for.
      const broken = product.world.violations.filter(({ rule }) => rule !== 'over-30-messages-per-second');
      expect(broken).toEqual([]);
      expect(faults(product)).toEqual([]);
    }),
    { ...effort, endOnFailure: true },
  );
}, 120_000);
