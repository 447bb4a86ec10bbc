import { expect, onTestFinished, test } from 'vitest';
import { decodeForm } from '@hiddify-vpn-bot/sandbox/stripe/api/form.ts';
import { startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { createManualClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';

async function openStripe() {
  const clock = createManualClock();
  const stripe = await startStripeStandIn({ clock });
  onTestFinished(stripe.stop);
  const call = async (method: string, path: string, form: Record<string, string> = {}, key?: string) => {
    const params = new URLSearchParams(form);
    const isGet = method === 'GET';
    const answer = await fetch(`${stripe.url}${path}${isGet ? `?${params.toString()}` : ''}`, {
      method,
      headers: {
        authorization: `Bearer ${stripe.secretKey}`,
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(!isGet && { body: params }),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer };
  };
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const sale = {
    mode: 'payment',
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': 'usd',
    'line_items[0][price_data][unit_amount]': '499',
    'line_items[0][price_data][product_data][name]': 'VPN <b>&"x"</b>',
    expires_at: String(seconds + 3600),
    success_url: 'https://example.com/',
    cancel_url: 'https://example.com/',
  };
  return { stripe, call, sale, seconds };
}

interface Answer {
  id?: string;
  url?: string;
  error?: { type: string; code?: string; param?: string; message: string };
}

test('brackets nest, and both ways of writing arrays are read', () => {
  expect(decodeForm('a[b][c]=1&x[]=1&x[]=2&y[0][z]=3&y[1][z]=4')).toEqual({
    a: { b: { c: '1' } },
    x: ['1', '2'],
    y: [{ z: '3' }, { z: '4' }],
  });
  expect(() => decodeForm('a[b=1')).toThrow(/Invalid parameter name/);
});

test.each<[string, Record<string, string>, { code?: string; param?: string }]>([
  ['an unknown parameter', { 'payment_method_types[0]': 'card' }, { code: 'parameter_unknown' }],
  [
    'an unknown parameter deep inside',
    { 'line_items[0][price_data][product_data][title]': 'x' },
    { code: 'parameter_unknown', param: 'line_items[0][price_data][product_data][title]' },
  ],
  ['a missing parameter', { success_url: '' }, { param: 'success_url' }],
  ['an end that is too near', { expires_at: '1780315200' }, { param: 'expires_at' }],
  [
    'a number with a point',
    { 'line_items[0][price_data][unit_amount]': '4.99' },
    { code: 'parameter_invalid_integer' },
  ],
  ['too little money', { 'line_items[0][price_data][unit_amount]': '49' }, { code: 'amount_too_small' }],
  ['metadata that is too long', { 'metadata[order_id]': 'x'.repeat(501) }, { param: 'metadata[order_id]' }],
  [
    'a customer that is not there',
    { customer: 'cus_nobody' },
    { code: 'resource_missing', param: 'customer' },
  ],
  [
    'what belongs to subscriptions',
    { 'subscription_data[description]': 'x' },
    { param: 'subscription_data' },
  ],
])('a checkout with %s is refused', async (_name, change, expected) => {
  const { call, sale } = await openStripe();
  const { status, body } = await call('POST', '/v1/checkout/sessions', { ...sale, ...change });
  expect(status).toBe(400);
  expect(body.error).toMatchObject({ type: 'invalid_request_error', ...expected });
});

test('the same key answers the same for a day, and a refused request leaves the key free', async () => {
  const { stripe, call, sale } = await openStripe();
  const refused = await call('POST', '/v1/checkout/sessions', { ...sale, mode: 'nothing' }, 'key');
  expect(refused.status).toBe(400);
  const first = await call('POST', '/v1/checkout/sessions', sale, 'key');
  const again = await call('POST', '/v1/checkout/sessions', sale, 'key');
  expect(again.body.id).toBe(first.body.id);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  stripe.clock.advance(25 * 3_600_000);
  const later = { ...sale, expires_at: String(Math.floor(stripe.clock.now().getTime() / 1000) + 3600) };
  expect((await call('POST', '/v1/checkout/sessions', later, 'key')).body.id).not.toBe(first.body.id);
});

test('a wrong key, a missing key and an unknown address are refused', async () => {
  const { stripe, call } = await openStripe();
  expect((await fetch(`${stripe.url}/v1/events`)).status).toBe(401);
  const wrong = await fetch(`${stripe.url}/v1/events`, { headers: { authorization: 'Bearer sk_test_x' } });
  expect(wrong.status).toBe(401);
  expect((await call('GET', '/v1/payouts')).status).toBe(404);
});

test('a person pays on the page with a test card, after one that the bank refuses', async () => {
  const { stripe, call, sale } = await openStripe();
  const { body } = await call('POST', '/v1/checkout/sessions', sale);
  const address = body.url ?? '';
  const page = await (await fetch(address, { headers: { 'accept-language': 'en' } })).text();
  expect(page).toContain('VPN &#60;b&#62;');
  expect(page).toContain('$4.99');
  const press = (form: Record<string, string>) =>
    fetch(address, { method: 'POST', body: new URLSearchParams(form) }).then((answer) => answer.text());
  expect(await press({ how: 'card', card: '4000 0000 0000 0002' })).toContain('role="alert"');
  expect(await press({ how: 'cancel' })).toContain('Вы ничего не оплатили');
  expect(stripe.tables.sessions[body.id ?? '']?.status).toBe('open');
  expect(await press({ how: 'card', card: '4242 4242 4242 4242' })).toContain('Оплачено');
  expect(stripe.tables.sessions[body.id ?? '']).toMatchObject({ status: 'complete', payment_status: 'paid' });
  expect(await press({ how: 'card', card: '4242 4242 4242 4242' })).toContain('Так не получится');
});

test('a page from elsewhere cannot press the buttons', async () => {
  const { stripe, call, sale } = await openStripe();
  const { body } = await call('POST', '/v1/checkout/sessions', sale);
  await fetch(body.url ?? '', {
    method: 'POST',
    headers: { origin: 'https://evil.example.com' },
    body: new URLSearchParams({ how: 'card', card: '4242424242424242' }),
  });
  expect(stripe.tables.sessions[body.id ?? '']?.status).toBe('open');
});

test('the account page lists what happened and does what banks and cardholders do', async () => {
  const { stripe, call, sale } = await openStripe();
  const { body } = await call('POST', '/v1/checkout/sessions', sale);
  stripe.act.pay(body.id ?? '');
  const payment = idIn(stripe.tables.sessions[body.id ?? '']?.payment_intent);
  expect(await (await fetch(`${stripe.url}/`)).text()).toContain(payment);
  const press = (what: string, id: string) =>
    fetch(`${stripe.url}/do/${what}`, { method: 'POST', body: new URLSearchParams({ id }) });
  await press('dispute', payment);
  const [dispute] = Object.values(stripe.tables.disputes);
  await press('lose', dispute?.id ?? '');
  expect(dispute?.status).toBe('lost');
  expect((await press('win', dispute?.id ?? '')).status).toBe(409);
});
