import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { idOf } from '../../../src/features/money/providers/stripe/api/answers.ts';
import { createStripeClient } from '../../../src/features/money/providers/stripe/api/create-client.ts';
import { deliveredEvents } from '../../../src/features/money/providers/stripe/api/events.ts';
import { paymentOf as paidBy } from '../../../src/features/money/providers/stripe/invoice.ts';
import { monthly, saleAt } from './sale.ts';
import { apiRoutes } from '@hiddify-vpn-bot/sandbox/stripe/api/api.ts';
import { startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { createManualClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';
import { readPublishedApi } from './openapi.ts';
import { howToInstall, isMockInstalled, specFile, startStripeMock } from './real/mock.ts';

/** What our version has and the description at hand, two months older, has not; each from the library's changelog. */
const newerThanDescription = new Set([
  'checkout.session.allowed_payment_method_types is unknown',
  'payment_intent.payment_record is unknown',
  'dispute.intended_submission_method is unknown',
  'dispute.evidence.appeal is unknown',
  'dispute.evidence_details.submission_method is unknown',
  'billing_portal.configuration.features.subscription_pause is unknown',
]);

/** What the library's types demand although the description, made for the public, no longer names it. */
const onlyInTypes = new Set([
  'subscription.items.data[0].current_trial is unknown',
  'subscription.items.data[0].plan is unknown',
  'subscription.items.data[0].price.recurring.trial_period_days is unknown',
  'payment_intent.source is unknown',
  'charge.source is unknown',
  'dispute.network_reason_code is unknown',
]);

/** Passes requests on and keeps what is answered. */
async function openRecorder(target: string): Promise<{ url: string; answers: unknown[] }> {
  const answers: unknown[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const onward = forward(target + (url ?? ''), { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        answers.push(JSON.parse(body.toString()));
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(body);
      });
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, answers };
}

/** A life of an account in which every kind of object appears, in most of its states. */
async function live(): Promise<unknown[]> {
  const clock = createManualClock(new Date());
  const stripe = await startStripeStandIn({ clock });
  const { url, answers } = await openRecorder(stripe.url);
  const client = createStripeClient({ secretKey: stripe.secretKey, apiBase: url, clock });
  onTestFinished(async () => {
    client.close();
    await stripe.stop();
  });
  const { act } = stripe;
  let number = 0;
  const buy = async (mode: 'payment' | 'subscription') =>
    client.createCheckout(
      saleAt(clock.now(), {
        orderId: ++number,
        money: { minor: 499, currency: 'EUR' },
        ...(mode === 'subscription' && { renews: monthly }),
      }),
      `key-${number}`,
    );
  const paymentOf = async (id: string) => idOf((await client.findCheckout(id))?.payment_intent) ?? '';
  await client.ensureWebhook({ url: 'http://127.0.0.1:9/' }, 'endpoint');
  const [paid, declined, later, failed, expired, disputed] = [
    await buy('payment'),
    await buy('payment'),
    await buy('payment'),
    await buy('payment'),
    await buy('payment'),
    await buy('payment'),
  ];
  act.pay(paid.id);
  act.pay(declined.id, '4000000000000002');
  act.payLater(later.id);
  act.payLater(failed.id);
  act.settleLater(later.id, true);
  act.settleLater(failed.id, false);
  await client.expireCheckout(expired.id);
  act.pay(disputed.id);
  const { id: disputeId } = act.dispute(await paymentOf(disputed.id));
  act.warn(await paymentOf(disputed.id));
  act.closeDispute(disputeId, 'won');
  const wish = { metadata: { order_id: 'o', env: 'contract' }, reason: 'duplicate' } as const;
  const part = { ...wish, payment_intent: await paymentOf(later.id), amount: 100 };
  await client.createRefund(part, 'refund-in-part');
  const refund = await client.createRefund({ ...wish, payment_intent: await paymentOf(paid.id) }, 'refund');
  act.failRefund(refund.id);
  const [lost, asked] = [await buy('payment'), await buy('payment')];
  act.pay(lost.id);
  act.closeDispute(act.dispute(await paymentOf(lost.id)).id, 'lost');
  act.pay(asked.id);
  act.closeDispute(act.inquire(await paymentOf(asked.id)).id, 'won');
  const parted = await buy('payment');
  act.pay(parted.id);
  act.dispute(await paymentOf(parted.id), { amount: 100 });
  act.dispute(await paymentOf(parted.id), { amount: 50, currency: 'eur' });
  await client.listDisputes();
  await client.listRefunds();
  const renewing = await buy('subscription');
  act.pay(renewing.id);
  const subscriptionId = idOf((await client.findCheckout(renewing.id))?.subscription) ?? '';
  act.renew(subscriptionId);
  act.refuseRenewals(subscriptionId, true);
  act.renew(subscriptionId);
  await client.endAtPeriodEnd(subscriptionId, 'end');
  await client.keepRenewing(subscriptionId, 'keep');
  const refused = await buy('subscription');
  act.pay(refused.id);
  const endedId = idOf((await client.findCheckout(refused.id))?.subscription) ?? '';
  act.refuseRenewals(endedId, true);
  act.renew(endedId);
  await client.endNow(endedId, 'end-now');
  await client.findInvoice(idOf((await client.findSubscription(endedId))?.latest_invoice) ?? '');
  const [invoice] = (await client.listInvoices({ subscription: subscriptionId })).data.slice(-1);
  await client.findInvoiceOfPayment((invoice && paidBy(invoice)) ?? '');
  await client.openPortal({
    customerId: idOf((await client.findSubscription(subscriptionId))?.customer) ?? '',
    returnUrl: 'https://example.com/',
    locale: 'en',
  });
  // An endpoint that takes the place of the first: deleting is answered too.
  await client.ensureWebhook({ url: 'http://127.0.0.1:9/' }, 'endpoint-again');
  await client.listEvents();
  await client.listCheckouts();
  const events = Object.values(stripe.tables.events).map(({ body }) => body);
  return [
    ...answers,
    ...events,
    ...events.map(({ data }) => JSON.parse(JSON.stringify(data.object)) as unknown),
  ];
}

/** One answer of each way in which the stand-in says no. */
async function refusals(): Promise<unknown[]> {
  const stripe = await startStripeStandIn();
  onTestFinished(stripe.stop);
  const ask = async (path: string, more: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${stripe.secretKey}`, 'idempotency-key': 'same' };
    return await (await fetch(stripe.url + path, { headers, ...more })).json();
  };
  const post = (form: string) => ask('/v1/customers', { method: 'POST', body: new URLSearchParams(form) });
  const answers = [
    await ask('/v1/customers/cus_nobody'),
    await ask('/v1/customers/cus_1', { headers: { authorization: 'Bearer sk_test_x' } }),
    await post('invented=1'),
  ];
  await post('metadata[user_id]=1');
  answers.push(await post('metadata[user_id]=2'));
  stripe.faults.set({ api: { always: 'rate-limited' } });
  return [...answers, await ask('/v1/customers/cus_1')];
}

/** The objects themselves, also those inside lists; what was deleted has a description of its own. */
function objectsIn(answer: unknown): { object: string }[] {
  const { object, data, deleted } = answer as { object?: string; data?: unknown[]; deleted?: boolean };
  if (object === 'list') return (data ?? []).flatMap(objectsIn);
  return object === undefined || deleted === true ? [] : [answer as { object: string }];
}

/** In which states each kind of object was seen. */
function statesIn(objects: readonly object[]): Record<string, string[]> {
  const states: Record<string, Set<string>> = {};
  for (const each of objects) {
    const { object, status } = each as { object: string; status?: unknown };
    if (typeof status === 'string') (states[object] ??= new Set()).add(status);
  }
  const names = Object.entries(states).map(([object, found]) => [object, [...found].toSorted()] as const);
  return Object.fromEntries(names);
}

describe.runIf(isMockInstalled())('by Stripe’s published description', () => {
  test('every object that the stand-in answers or delivers is right', async () => {
    const published = readPublishedApi(specFile);
    const objects = (await live()).flatMap(objectsIn);
    const kinds = new Set(objects.map(({ object }) => object));
    expect([...kinds].toSorted()).toEqual([
      'billing_portal.configuration',
      'billing_portal.session',
      'charge',
      'checkout.session',
      'customer',
      'dispute',
      'event',
      'invoice',
      'invoice_payment',
      'payment_intent',
      'radar.early_fraud_warning',
      'refund',
      'subscription',
      'webhook_endpoint',
    ]);
    expect(statesIn(objects)).toEqual({
      charge: ['succeeded'],
      'checkout.session': ['complete', 'expired', 'open'],
      dispute: ['lost', 'needs_response', 'warning_closed', 'warning_needs_response', 'won'],
      invoice: ['open', 'paid'],
      invoice_payment: ['paid'],
      payment_intent: ['processing', 'requires_payment_method', 'succeeded'],
      refund: ['failed', 'succeeded'],
      subscription: ['active', 'canceled', 'past_due'],
      webhook_endpoint: ['enabled'],
    });
    const faults = new Set(objects.flatMap((each) => published.faultsOf(each, each.object)));
    // Neither more nor fewer differences than were looked at.
    expect([...faults].toSorted()).toEqual([...newerThanDescription, ...onlyInTypes].toSorted());
  });

  test('what was deleted and what was refused are answered as Stripe describes them', async () => {
    const published = readPublishedApi(specFile);
    const answers = (await live()) as { deleted?: boolean; object?: string; error?: unknown }[];
    const deleted = answers.filter((answer) => answer.deleted === true);
    expect(deleted.map(({ object }) => object)).toEqual(['webhook_endpoint']);
    expect(deleted.flatMap((each) => published.faultsOf(each, 'deleted_webhook_endpoint'))).toEqual([]);
    const refused = (await refusals()) as object[];
    expect(refused).toHaveLength(5);
    expect(refused.flatMap((each) => published.faultsOf(each, 'error'))).toEqual([]);
  });

  test('an object with a field that nobody described, or without one that everybody has, is found out', async () => {
    const published = readPublishedApi(specFile);
    const [session] = (await live()).flatMap(objectsIn).filter(({ object }) => object === 'checkout.session');
    const { id: _id, ...broken } = { ...session, id: '', invented: 1, expires_at: 'soon' };
    expect(published.faultsOf(broken, 'checkout.session')).toEqual(
      expect.arrayContaining([
        'checkout.session.id is missing',
        'checkout.session.invented is unknown',
        'checkout.session.expires_at is no integer',
      ]),
    );
  });

  test('the stand-in takes no parameter that Stripe does not know', () => {
    const published = readPublishedApi(specFile);
    const strange = apiRoutes.flatMap(({ method, path, params }) => {
      const known = path
        .split('/:id')
        .join('/{id}')
        .replace(/\{id\}/, idNames[path.split('/')[2] ?? ''] ?? '{id}');
      const names = published.parametersOf(method, known) ?? [];
      return Object.keys(params.shape)
        .filter((name) => !names.includes(name))
        .map((name) => `${method} ${known} ${name}`);
    });
    expect(strange).toEqual([]);
  });

  test('the endpoint we ask for is one that Stripe takes; only its version is newer than the description', async () => {
    const mock = await startStripeMock();
    onTestFinished(mock.stop);
    const ask = async (version: string) => {
      const body = new URLSearchParams({ url: 'https://example.com/', api_version: version });
      for (const type of deliveredEvents) body.append('enabled_events[]', type);
      const headers = { authorization: 'Bearer sk_test_1' };
      return (await fetch(`${mock.url}/v1/webhook_endpoints`, { method: 'POST', headers, body })).status;
    };
    expect(await ask('2026-08-26.dahlia')).toBe(200);
    expect(await ask('2026-10-28.endive')).toBe(400);
  });
});

/** How the description names the id in a path. */
const idNames: Readonly<Record<string, string>> = {
  checkout: '{session}',
  payment_intents: '{intent}',
  charges: '{charge}',
  refunds: '{refund}',
  disputes: '{dispute}',
  customers: '{customer}',
  subscriptions: '{subscription_exposed_id}',
  invoices: '{invoice}',
  webhook_endpoints: '{webhook_endpoint}',
  radar: '{early_fraud_warning}',
};

test('Stripe’s published description is there to be read', () => {
  const whatIsMissing = isMockInstalled() ? undefined : howToInstall;
  expect(whatIsMissing).toBeUndefined();
});
