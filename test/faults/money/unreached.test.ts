import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStripeStandIn, type StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { eventually } from '../../support/eventually.ts';
import { newcomer } from '../../support/journeys.ts';
import { type Product, startProduct } from '../../support/product.ts';

let stripe: StripeStandIn;
let product: Product;
beforeAll(async () => {
  stripe = await startStripeStandIn();
  product = await startProduct({
    settings: { STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_API_BASE: stripe.url },
  });
  await eventually(() => {
    if (Object.keys(stripe.tables.endpoints).length === 0) throw new Error('Stripe knows no webhook yet');
  });
});
afterAll(async () => {
  await product.stop();
  await stripe.stop();
});

it('F20: somebody who has blocked the bot, or whom Telegram does not reach, has what they paid for all the same', async () => {
  const person = await newcomer(product);
  await person.says('/plans');
  for (const beginning of ['Месяц', 'Картой'])
    await person.taps(person.buttons().find((label) => label.startsWith(beginning)) ?? beginning);
  person.driver.blocks();
  const [session = ''] = Object.keys(stripe.tables.sessions);
  stripe.act.pay(session);
  await eventually(() => {
    const account = product.panel.control.users().find(({ telegram_id }) => telegram_id === person.id);
    expect(account).toMatchObject({ is_active: true, package_days: 30 });
  });
  await eventually(async () => {
    const { rows } = await product.database.db.execute(
      `select state::text as state from pgboss.job where name = 'notice' and (data->>'userId')::bigint = ${person.id}`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['completed']));
  });
});
