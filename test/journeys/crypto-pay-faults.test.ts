import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type CryptoPayFaults, noFaults } from '@hiddify-vpn-bot/sandbox/crypto-pay/faults.ts';
import { eventually } from '../support/eventually.ts';
import { addressOf, newcomer, press } from '../support/journeys.ts';
import { oneSale, openTill, type Till } from '../support/till.ts';

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const newest = () => String(till.crypto.invoices().at(-1)?.invoice_id);

/** Until the end of the test, at the latest. */
function spoil(faults: Partial<CryptoPayFaults>): void {
  till.crypto.setFaults(faults);
  onTestFinished(mend);
}

function mend(): void {
  till.crypto.setFaults(noFaults);
}

describe('when Crypto Pay', () => {
  it('delivers three times at once, a purchase is one purchase', async () => {
    const person = await till.ordered('Криптовалютой');
    spoil({ duplicates: 2 });
    till.crypto.pay(newest());
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it('delivers late and in the wrong order, both who paid get what they paid for', async () => {
    const first = await till.ordered('Криптовалютой');
    const firstInvoice = newest();
    const second = await till.ordered('Криптовалютой');
    spoil({ reorder: true, delayMs: 30_000 });
    till.crypto.pay(firstInvoice);
    till.crypto.pay(newest());
    expect(first.texts().join('\n')).not.toContain('Оплата получена');
    till.crypto.clock.advance(31_000);
    expect([await till.salesOf(first), await till.salesOf(second)]).toEqual([oneSale, oneSale]);
  });

  it('signs with another token, it is refused, and taken when it is repeated rightly', async () => {
    const person = await till.ordered('Криптовалютой');
    spoil({ wrongSecret: true });
    till.crypto.pay(newest());
    await till.crypto.idle();
    expect(till.crypto.deliveries().at(-1)?.outcome).toBe(400);
    mend();
    till.crypto.clock.advance(10_000);
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it('delivers nothing, what was paid is found by asking', async () => {
    const person = await till.ordered('Криптовалютой');
    spoil({ webhooksOff: true });
    till.crypto.pay(newest());
    await till.runNow('payments-reconcile');
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it.each(['saves-then-reset', 'truncated'] as const)(
    'makes an invoice and its answer is lost (%s), the same invoice is found again',
    async (api) => {
      const person = await newcomer(till.product);
      await person.says('/plans');
      const before = till.crypto.invoices().length;
      spoil({ api });
      await press(person, 'Неделя', 'Криптовалютой');
      expect(person.text()).toContain('Платёжная страница не ответила');
      mend();
      await press(person, 'Попробовать ещё раз');
      expect(addressOf(person, 'Оплатить')).toContain(till.crypto.url);
      expect(till.crypto.invoices()).toHaveLength(before + 1);
      till.crypto.pay(newest());
      expect(await till.salesOf(person)).toEqual(oneSale);
    },
  );

  it.each(['error500', 'rate-limited'] as const)(
    'answers %s, nothing was made and the person tries again',
    async (api) => {
      const person = await newcomer(till.product);
      await person.says('/plans');
      spoil({ api });
      await press(person, 'Неделя', 'Криптовалютой');
      expect(person.text()).toContain('Платёжная страница не ответила');
      mend();
      await press(person, 'Попробовать ещё раз');
      expect(addressOf(person, 'Оплатить')).toContain(till.crypto.url);
    },
  );

  it('has an older invoice, it is deleted when somebody pays another way', async () => {
    const person = await till.ordered('Криптовалютой');
    const older = newest();
    await press(person, 'Заплатить иначе', 'Картой');
    await eventually(() =>
      expect(till.crypto.invoices().map(({ invoice_id: id }) => String(id))).not.toContain(older),
    );
  });

  it('says another amount than was ordered, nothing is given and admins are told', async () => {
    const person = await till.ordered('Криптовалютой');
    const invoice = till.crypto.invoices().at(-1);
    if (invoice !== undefined) invoice.amount = '0.01';
    till.crypto.pay(newest());
    const admin = await till.product.admin();
    await eventually(() => expect(admin.texts().join('\n')).toContain('Пришла другая сумма'));
    expect(person.texts().join('\n')).not.toContain('Оплата получена');
  });
});
