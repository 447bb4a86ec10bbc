import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from '../../../../src/features/money/orders/service.ts';
import { offerScreen } from '../../../../src/features/money/orders/screens.ts';
import { renewalNoticeScreen, renewalScreen } from '../../../../src/features/money/renewals/screens.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { adminId } from '../../../support/environment.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';
import { openShop, type Shop } from '../../../support/shop.ts';
import { renewalsOf } from '../../catalogue.renewals.ts';
import { now } from '../../samples.ts';

const { ru } = createVoices('Europe/Moscow');
const daysOn = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000);

function textWith(changes: { nextChargeAt: Date; remindedOf?: Date }): string {
  const [active] = renewalsOf('Имя');
  if (active === undefined) throw new Error('there is no sample');
  const view = { canResume: false, hasPortal: false, expiresAt: null, fromBalance: undefined };
  return renewalScreen(ru, { ...view, now, renewal: { ...active, ...changes } }).text.html;
}

describe('a reminder', () => {
  it('is promised while it is to come', () => {
    expect(textWith({ nextChargeAt: daysOn(4) })).toContain('За три дня напомню');
  });

  it.each([
    ['when less than three days are left', { nextChargeAt: daysOn(2) }],
    ['when it was sent', { nextChargeAt: daysOn(4), remindedOf: daysOn(4) }],
  ])('is not promised %s', (_when, changes) => {
    expect(textWith(changes)).toContain('Следующее списание');
    expect(textWith(changes)).not.toContain('напомню');
  });
});

it('nobody is promised another try of Stars, which end at once', () => {
  const details = { what: 'failing', provider: 'stars', minor: 100, currency: 'XTR' } as const;
  expect(renewalNoticeScreen(ru, details).text.html).not.toContain('ещё');
});

describe('before anything is paid for what renews itself', () => {
  const card = createFakeProvider();
  const fake = createFakeProvider('stars');
  const stars = { ...fake, renewing: { ...fake.renewing, canRenew: () => false } } as typeof fake;
  const { renewing: _never, ...crypto } = createFakeProvider('crypto-pay');
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({}, [card, stars, crypto]);
  });
  afterAll(() => shop.stop());

  const dayMs = 24 * 60 * 60_000;
  const topUp = (userId: number, minor: number) =>
    shop.money.topUp(shop.cause(adminId), { userId, money: { minor, currency: 'USD' }, reason: 'a present' });
  const offerTo = async (userId: number, wanted: { renews: boolean; promoId?: number }): Promise<Offer> => {
    const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
    return await shop.orders.offer(userId, { planId, promoId: wanted.promoId, renews: wanted.renews });
  };
  const said = (offer: Offer) => offerScreen(ru, offer).text.html;

  it('the dates of the next charges are said, also where access runs that was there before, and they are kept', async () => {
    const { telegramId: userId } = await shop.person();
    await topUp(userId, 5_000);
    await shop.buy(userId, { way: 'balance' });
    const offer = await offerTo(userId, { renews: true });
    const inDays = (at: Date | null | undefined) =>
      Math.round(((at?.getTime() ?? 0) - shop.clock.now().getTime()) / dayMs);
    const dates = ({ charges }: Offer) =>
      charges?.next.map(({ ways, at, after }) => [...ways, inDays(at), inDays(after)]);
    expect(dates(offer)).toEqual([
      ['card', 30, 60],
      ['balance', 59, 89],
    ]);
    expect(inDays(offer.charges?.runsUntil)).toBe(30);
    expect(said(offer)).toContain('первый платёж всё равно сегодня');
    await shop.buy(userId, { way: 'balance', renews: true });
    expect(inDays((await shop.renewals.view(userId)).renewal?.nextChargeAt)).toBe(59);
    const first = await offerTo((await shop.person()).telegramId, { renews: true });
    expect(dates(first)).toEqual([['card', 30, 60]]);
    expect(said(first)).not.toContain('Ваш доступ работает');
  });

  it('a way that cannot renew stays on the screen with its reason, and so does a balance that is too small', async () => {
    const { telegramId: userId } = await shop.person();
    await topUp(userId, 398);
    const offer = await offerTo(userId, { renews: true });
    expect(offer.ways.map(({ way }) => way)).toEqual(['card']);
    expect(offer.closed).toEqual([
      { way: 'stars', why: 'term' },
      { way: 'crypto', why: 'once' },
      { way: 'balance', why: 'short', has: { minor: 398, currency: 'USD' } },
    ]);
    expect(said(offer)).toContain('Продлевать криптовалютой нельзя');
    expect((await offerTo(userId, { renews: false })).closed).toEqual([
      { way: 'balance', why: 'short', has: { minor: 398, currency: 'USD' } },
    ]);
  });

  it('a code stays on the screen with its reason, and counts again without auto-renewal', async () => {
    const { telegramId: userId } = await shop.person();
    const { id: promoId, code } = await shop.promo({ kind: 'percent', value: 10 });
    const cheaper = await offerTo(userId, { renews: false, promoId });
    expect(cheaper).toMatchObject({ canRenew: true, codeAside: undefined });
    const renewed = await offerTo(userId, { renews: true, promoId });
    expect(renewed.ways[0]?.quote).toMatchObject({ discountMinor: 0, totalMinor: 399 });
    expect(said(renewed)).toContain(`<code>${code}</code> с автопродлением не действует`);
    const back = (offerScreen(ru, renewed).buttons ?? [])
      .flat()
      .find(({ label }) => label === ru.t.shop.renewsOn);
    expect(back).toMatchObject({ action: { args: [expect.any(String), String(promoId), '0'] } });
    expect((await offerTo(userId, { renews: false, promoId })).ways[0]?.quote.totalMinor).toBe(360);
  });
});
