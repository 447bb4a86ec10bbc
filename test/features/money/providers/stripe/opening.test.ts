import { describe, expect, it } from 'vitest';
import { ProviderRefusal } from '../../../../../src/features/money/providers/provider.ts';
import { createStripeRemote } from '../../../../../src/features/money/providers/stripe/remote.ts';
import type { PayRequest } from '../../../../../src/features/money/providers/truth.ts';
import { openShop } from './shop.ts';

const minuteMs = 60_000;

/** A seller whose clock may go wrong. */
async function openSeller(behindMs = 0) {
  const { client, clock, stripe } = await openShop();
  const now = () => new Date(clock.now().getTime() - behindMs);
  const remote = createStripeRemote({
    client,
    now,
    installation: 'test',
    hosts: ['test'],
    returnUrl: 'https://t.me/some_bot',
  });
  const request: PayRequest = {
    key: 'order:7001',
    orderId: 7001,
    userId: 42,
    money: { minor: 499, currency: 'USD' },
    title: 'VPN',
    description: 'VPN',
    language: 'ru',
    expiresAt: new Date(now().getTime() + 35 * minuteMs).toISOString(),
  };
  return { remote, request, clock, stripe };
}

async function refusalOf(work: Promise<unknown>): Promise<ProviderRefusal> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (error instanceof ProviderRefusal) return error;
  throw new Error('not refused', { cause: error });
}

describe('opening a checkout', () => {
  it('that was asked for once more when less than half an hour is left still opens', async () => {
    const { remote, request, clock, stripe } = await openSeller();
    stripe.faults.script('reset', 'reset');
    await expect(remote.create(request, false)).rejects.toThrow('ECONNRESET');
    clock.advance(10 * minuteMs);
    expect(await remote.create(request, true)).toMatchObject({ url: expect.stringContaining('http') });
  });

  it('is refused because of our clock when ours is behind, and says so', async () => {
    const { remote, request } = await openSeller(10 * minuteMs);
    expect((await refusalOf(remote.create(request, false))).details).toMatchObject({
      isClock: true,
      parameter: 'expires_at',
    });
  });

  it('is refused with the kind of it, where Stripe gives no code, and the name of the exchange', async () => {
    const { remote, request, stripe } = await openSeller();
    stripe.faults.script('not-ready');
    const { details } = await refusalOf(remote.create(request, false));
    expect(details).toMatchObject({ code: 'invalid_request_error', requestId: 'req_sandboxname' });
  });
});

describe('giving money back', () => {
  it('whose answer was lost is found days later, and not done twice', async () => {
    const { remote, request, clock, stripe } = await openSeller();
    const { objectId = '' } = await remote.create(request, false);
    stripe.act.pay(objectId);
    const payment = { objectId, chargeRef: null, userId: 42 };
    const part = {
      key: crypto.randomUUID(),
      payment,
      money: { minor: 200, currency: 'USD' as const },
      isFraud: false,
    };
    stripe.faults.script('saves-then-reset', 'reset');
    await expect(remote.refund(part)).rejects.toThrow('ECONNRESET');
    // Stripe has forgotten the key by then.
    clock.advance(3 * 24 * 60 * minuteMs);
    expect(await remote.refund(part)).toMatchObject({ reference: part.key, state: 'succeeded' });
    expect(Object.values(stripe.tables.refunds).map(({ amount }) => amount)).toEqual([200]);
  });
});
