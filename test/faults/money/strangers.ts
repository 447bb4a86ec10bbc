import { createCryptoPayClient } from '../../../src/features/money/providers/crypto-pay/api/create-client.ts';
import { createStripeClient } from '../../../src/features/money/providers/stripe/api/create-client.ts';
import type { Random } from '../support/random.ts';
import { possible } from './customers.ts';
import type { MoneyStage } from './stage.ts';

export interface Strangers {
  /** Somebody else sells over the same accounts, for the price of one of our orders and under its number, perhaps. */
  sell(): Promise<void>;
  close(): Promise<void>;
}

/** Another app of the same owner, which knows nothing of the shop. */
export function createStrangers({ backstage, sql }: MoneyStage, random: Random): Strangers {
  const { stripe, cryptoPay, clock } = backstage;
  const cards = createStripeClient({
    secretKey: stripe.secretKey,
    apiBase: stripe.url,
    clock,
    retries: 0,
  });
  const coins = createCryptoPayClient({ token: cryptoPay.token, apiBase: cryptoPay.url, clock });
  const pick = <T>(items: readonly [T, ...T[]]): T =>
    items[Math.floor(random.next() * items.length)] ?? items[0];

  async function modelOf(): Promise<{ id: string; minor: number }> {
    const { rows } = await sql.query<{ id: string; minor: number }>(
      `select id::text, total_minor::int as minor from orders where currency = 'USD' and total_minor >= 100`,
    );
    const [first, ...others] = rows;
    return first === undefined ? { id: '1', minor: 399 } : pick([first, ...others]);
  }

  async function sellByCard({ id, minor }: { id: string; minor: number }): Promise<void> {
    const marks = pick<object>([
      {},
      { client_reference_id: id },
      { metadata: { order_id: id, env: 'books.example.com' } },
      { metadata: { reference: `order:${id}`, shop: 'books' }, client_reference_id: `order:${id}` },
    ]);
    const name = { name: 'A book' };
    const price = { currency: 'usd', unit_amount: minor, product_data: name };
    const session = await cards.createCheckout(
      {
        mode: 'payment',
        line_items: [{ quantity: 1, price_data: price }],
        success_url: 'https://books.example.com',
        ...marks,
      },
      crypto.randomUUID(),
    );
    possible(() => stripe.act.pay(session.id));
  }

  async function sellForCoins({ id, minor }: { id: string; minor: number }): Promise<void> {
    const { invoice_id } = await coins.createInvoice({
      currency_type: 'fiat',
      fiat: 'USD',
      amount: (minor / 100).toFixed(2),
      description: 'A book',
      payload: pick([id, `order:${id}`, `books:${id}`]),
      expires_in: 3_600,
      allow_comments: false,
    });
    cryptoPay.pay(String(invoice_id));
  }

  return {
    async sell() {
      const model = await modelOf();
      await (random.next() < 0.6 ? sellByCard(model) : sellForCoins(model));
    },
    async close() {
      cards.close();
      await coins.close();
    },
  };
}
