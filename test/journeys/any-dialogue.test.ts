import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import * as adminTaps from '../../src/features/admin/taps.ts';
import * as homeTaps from '../../src/features/home/taps.ts';
import * as inviteTaps from '../../src/features/invites/taps.ts';
import * as presetTaps from '../../src/features/keys/presets/taps.ts';
import * as moneyTaps from '../../src/features/money/desk/taps.ts';
import * as orderTaps from '../../src/features/money/orders/taps.ts';
import * as promoTaps from '../../src/features/money/promo-codes/taps.ts';
import * as panelTaps from '../../src/features/panels/desk/taps.ts';
import * as adoptionTaps from '../../src/features/panels/provisioning/adoption/taps.ts';
import * as preferenceTaps from '../../src/features/preferences/taps.ts';
import * as planTaps from '../../src/features/plans/taps.ts';
import { type Action, createButtonCodec } from '../../src/telegram/screens/buttons.ts';
import { adminId, environment } from '../support/environment.ts';
import { type Step, steps } from './dialogue-steps.ts';
import { codes, countEffects, effects, openSparePanel, prepare } from './dialogue-effects.ts';
import { eventually } from '../support/eventually.ts';
import type { Tester } from '../support/person.ts';
import { faults, type Product, startProduct } from '../support/product.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Stories, and for how long at most; more of them with `DIALOGUE_RUNS`. */
const runs = Number(process.env['DIALOGUE_RUNS'] ?? 8);
const effort = { numRuns: runs, interruptAfterTimeLimit: runs * 1_000 };

let product: Product;
let admin: Tester;
/** Panels that can be added, one after the other. */
let spares: Awaited<ReturnType<typeof openSparePanel>>[];
/** An account that can be adopted. */
let account: string;
beforeAll(async () => {
  product = await startProduct({ settings: { PANEL_ALLOW_PRIVATE: 'yes' } });
  admin = await product.admin();
  await prepare(product.database.db);
  spares = [await openSparePanel(), await openSparePanel()];
  account = product.panel.control.seed({ name: 'Стоит давно' });
});
afterAll(async () => {
  await product.stop();
  await Promise.all(spares.map((spare) => spare.stop()));
});

const ofSettings = panelTaps.editAccess(1);
/** How each dialogue begins. */
const beginnings: readonly Action[] = [
  inviteTaps.enterCode(),
  inviteTaps.create(),
  adminTaps.find(),
  adminTaps.stopRenewal(adminId),
  panelTaps.add(),
  panelTaps.editField(1, 'capacity'),
  ofSettings,
  adoptionTaps.begin(7),
  planTaps.edit(1, 'days'),
  // Before access for ever is given, to which no code adds anything.
  orderTaps.enterCode(0),
  moneyTaps.giveAccess(adminId),
  moneyTaps.giveMoney(adminId),
  moneyTaps.askPayOut(adminId, 'GBP'),
  moneyTaps.find(),
  moneyTaps.giveBack(7001),
  moneyTaps.review(7002, 'credited'),
  moneyTaps.review(7003, 'credited'),
  presetTaps.ask(2),
  promoTaps.create(),
  preferenceTaps.typeTime(),
];

const stories = fc.array(
  fc.record({
    dialogue: fc.constantFrom(...beginnings),
    answers: fc.array(steps, { minLength: 4, maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 3 },
);

const { buttonKeys } = readConfig(environment);
const codec = createButtonCodec(buttonKeys, 1_000_001);
const seen: string[] = [];

interface Key {
  text: string;
  callback_data?: string;
}

/** The buttons under the newest message that carry something. */
function keys(): { label: string; data: string }[] {
  const markup = admin.screen().reply_markup;
  const rows: Key[][] = markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  return rows
    .flat()
    .flatMap(({ text, callback_data: data }) => (data === undefined ? [] : [{ label: text, data }]));
}

async function press(data: string): Promise<void> {
  const [key] = keys();
  if (key !== undefined) await admin.taps({ label: key.label, data });
}

/** What a question wants that takes no answer but the right one. */
async function rightAnswer(): Promise<string | undefined> {
  const { rows } = await product.database.db.execute<{ id: string | null; asked: string | null }>(
    sql`select data->'__scenes'->>'current' as id, data->'__scenes'->'state'->>'asked' as asked
      from sessions where user_id = ${adminId}`,
  );
  const [{ id, asked } = { id: null, asked: null }] = rows;
  if (asked === null) return undefined;
  if (id === 'panels.add') return new Map(Object.entries(spares[0]?.answers ?? {})).get(asked);
  const others: Record<string, string> = {
    'subscriptions.adopt account': account,
    'payments.review person': String(adminId),
    'keys.preset value': 'www.example.com',
    ...codes,
  };
  return others[`${id} ${asked}`];
}

/** The right answer, or the last choice of a question; where there is none to choose, something is typed. */
async function goOn(how: 'once' | 'twice' = 'once'): Promise<void> {
  const right = await rightAnswer();
  if (right !== undefined) return await admin.says(right);
  const which = keys().findLastIndex(
    ({ data }) => !/^1(?:home|cancel|(?:inv|gft|prm)\.back)~|^1mon:/.test(data),
  );
  await (which < 0 ? admin.says('5') : tap({ does: 'taps', which, how }));
}

/** The dialogue under way, by its name in the rows. */
async function underWay(): Promise<string | undefined> {
  const { rows } = await product.database.db.execute<{ current: string | null }>(
    sql`select data->'__scenes'->>'current' as current from sessions where user_id = ${adminId}`,
  );
  return rows[0]?.current ?? undefined;
}

/** Home, or the end of the dialogue. */
function isWayOut(data: string): boolean {
  return /^1(?:home|cancel)~/.test(data);
}

async function act(step: Step): Promise<void> {
  switch (step.does) {
    case 'says':
      return await admin.says(step.text);
    case 'goes on':
      return await goOn();
    case 'forges':
      return await press('1home~AAAAAAAAAAA');
    case 'restarts':
      return await product.restart();
    case 'changes language':
      await press(codec.encode(homeTaps.setLanguage('en'), adminId));
      return await press(codec.encode(homeTaps.setLanguage('ru'), adminId));
    case 'sends a photo':
      admin.driver.sendsDocument(new Uint8Array([1, 2, 3]));
      return await product.settled();
    case 'taps':
      return await tap(step);
  }
}

async function tap({ which, how }: Extract<Step, { does: 'taps' }>): Promise<void> {
  if (how === 'an old one') return await press(seen[which % seen.length] ?? '');
  const all = keys();
  const key = all[which % all.length];
  if (key === undefined) return;
  admin.driver.taps(key.label, { data: key.data });
  if (how === 'twice' && admin.buttons().includes(key.label))
    admin.driver.taps(key.label, { data: key.data });
  await product.settled();
}

it('every dialogue that there is begins by one of these buttons', async () => {
  const begun = new Set<string | undefined>();
  for (const beginning of beginnings) {
    await admin.says('/menu');
    await press(codec.encode(beginning, adminId));
    begun.add(await underWay());
  }
  const files = globSync('src/features/**/*dialogue.ts', { cwd: root });
  const written = files.flatMap((file) => {
    const [, ...specs] = readFileSync(path.join(root, file), 'utf8').split('defineDialogue({');
    return specs.map((spec) => /\bid: '([^']+)'/.exec(spec)?.[1]);
  });
  expect(written.length).toBeGreaterThan(12);
  expect(begun).toEqual(new Set(written));
  expect(new Set(Object.keys(effects))).toEqual(new Set(written));
  await admin.says('/menu');
});

/** What was given is set up and told of: later the news would come between a question and its answer. */
async function allIsTold(): Promise<void> {
  await eventually(async () => {
    const { rows } = await product.database.db.execute<{ name: string }>(
      sql`select name from pgboss.job where state < 'completed' and name in ('provision', 'notice')`,
    );
    expect(rows).toEqual([]);
  });
  await product.settled();
}

/** What was made says the same as the keys of what was to be done once. */
async function expectOnce(): Promise<void> {
  for (const [id, { made, applied }] of Object.entries(await countEffects(product.database.db)))
    expect(`${id}: ${made}`).toBe(`${id}: ${applied}`);
}

it('each dialogue, led to its end with every button pressed twice, does once what it does', async () => {
  // The access to the first panel stands in the settings; the second is the one that is added here.
  for (const beginning of [...beginnings, panelTaps.editAccess(2)]) {
    await press(codec.encode(beginning, adminId));
    const id = (await underWay()) ?? 'none';
    const before = await countEffects(product.database.db);
    for (let step = 0; step < 14 && (await underWay()) !== undefined; step++) await goOn('twice');
    await allIsTold();
    const after = await countEffects(product.database.db);
    const times = (after[id]?.made ?? 0) - (before[id]?.made ?? 0);
    const isIdle = effects[id] === 'looks only' || beginning === ofSettings;
    expect(`${id}: ${times}`).toBe(`${id}: ${isIdle ? 0 : 1}`);
    await admin.says('/menu');
  }
  await expectOnce();
  spares.reverse();
}, 60_000);

it('what is typed under the last word answers no question that comes up only then', async () => {
  const { db } = product.database;
  await press(codec.encode(moneyTaps.review(7004, 'accepted'), adminId));
  await admin.says('за помощь');
  expect(admin.buttons()).toContain('Да, так и сделать');
  await db.execute(sql`update payments set order_id = null where id = 7004`);
  await admin.says('потому что');
  expect(admin.text()).toContain('За какой заказ принять');
  expect(admin.text()).not.toContain('Нужен номер заказа');
  await admin.says('/menu');
});

it('whatever is answered in whatever dialogue, in whatever order: there is a way on and a way out, and nothing is done twice', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      for (const { dialogue, answers: given } of story) {
        await press(codec.encode(dialogue, adminId));
        for (const step of given) {
          await act(step);
          const shown = keys();
          seen.push(...shown.map(({ data }) => data));
          const isStuck = (await underWay()) !== undefined && !shown.some(({ data }) => isWayOut(data));
          expect(isStuck ? admin.text() : 'there is a way out').toBe('there is a way out');
        }
      }
      // What was given a moment ago may be told after it.
      await eventually(async () => {
        await admin.says('/menu');
        expect(admin.text()).toMatch(/Здравствуйте, Анна|Hello, Анна/);
      });
      expect(faults(product)).toEqual([]);
      await expectOnce();
    }),
    { ...effort, endOnFailure: true },
  );
}, 600_000);
