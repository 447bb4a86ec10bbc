import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createCryptoPayClient } from '../../../../../src/features/money/providers/crypto-pay/api/create-client.ts';
import type { InvoiceParams } from '../../../../../src/features/money/providers/crypto-pay/api/client.ts';
import { decimalOf, minorOf } from '../../../../../src/features/money/providers/crypto-pay/invoice.ts';
import { verifyCryptoPayWebhook } from '../../../../../src/features/money/providers/crypto-pay/api/webhook.ts';
import { startCryptoPayStandIn } from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import { createManualClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';
import { failureOf } from '../stripe/shop.ts';

const wish: InvoiceParams = {
  currency_type: 'fiat',
  fiat: 'USD',
  amount: '12.05',
  description: 'VPN, 30 дней',
  payload: '7001',
  expires_in: 3600,
  allow_comments: false,
  paid_btn_name: 'openBot',
  paid_btn_url: 'https://t.me/some_bot?start=paid',
};
const idOf = ({ invoice_id: id }: { invoice_id: number }) => String(id);

async function openDesk() {
  const clock = createManualClock();
  const cryptoPay = await startCryptoPayStandIn({ clock });
  const client = createCryptoPayClient({
    token: cryptoPay.token,
    apiBase: cryptoPay.url,
    clock,
    timeoutMs: 2_000,
  });
  onTestFinished(async () => {
    await client.close();
    await cryptoPay.stop();
  });
  return { clock, cryptoPay, client };
}

test('an invoice is made in the order’s currency, paid, and found by its order', async () => {
  const { client, cryptoPay } = await openDesk();
  const made = await client.createInvoice(wish);
  expect(made).toMatchObject({ status: 'active', payload: '7001', amount: '12.05', fiat: 'USD' });
  expect(cryptoPay.pay(idOf(made), 'TON')).toBe(true);
  expect(await client.findInvoice(idOf(made))).toMatchObject({
    status: 'paid',
    paid_asset: 'TON',
    paid_at: cryptoPay.clock.now(),
  });
  expect(await client.listInvoices({ status: 'paid' })).toMatchObject([{ payload: '7001' }]);
  expect(cryptoPay.pay(idOf(made))).toBe(false);
});

test('an invoice that is over cannot be paid, and one that is gone counts as deleted', async () => {
  const { client, cryptoPay, clock } = await openDesk();
  const late = await client.createInvoice(wish);
  clock.advance(3_601_000);
  expect(cryptoPay.pay(idOf(late))).toBe(false);
  expect(await client.findInvoice(idOf(late))).toMatchObject({ status: 'expired' });
  await client.deleteInvoice(idOf(late));
  await client.deleteInvoice(idOf(late));
  expect(await client.findInvoice(idOf(late))).toBeUndefined();
  const paid = await client.createInvoice(wish);
  expect(idOf(paid)).not.toBe(idOf(late));
  cryptoPay.pay(idOf(paid));
  expect(await failureOf(client.deleteInvoice(idOf(paid)))).toMatchObject({ class: 'refused' });
});

test('an answer that was lost is unknown, and the invoice is found by its order', async () => {
  const { client, cryptoPay } = await openDesk();
  cryptoPay.setFaults({ api: 'saves-then-reset' });
  expect((await failureOf(client.createInvoice(wish))).class).toBe('unknown');
  cryptoPay.setFaults({ api: null });
  expect(await client.listInvoices()).toMatchObject([{ payload: '7001', status: 'active' }]);
});

test('an outage is unknown for what changes something and retry for what only reads', async () => {
  const { client, cryptoPay } = await openDesk();
  cryptoPay.setFaults({ api: 'error500' });
  expect((await failureOf(client.createInvoice(wish))).class).toBe('unknown');
  expect((await failureOf(client.getMe())).class).toBe('retry');
  cryptoPay.setFaults({ api: 'rate-limited' });
  expect((await failureOf(client.createInvoice(wish))).class).toBe('retry');
});

test('a wrong token is for the operator and is not shown; a refused value is refused', async () => {
  const { client, cryptoPay, clock } = await openDesk();
  expect(await client.getMe()).toMatchObject({ name: 'Sandbox shop' });
  const stranger = createCryptoPayClient({ token: '1:wrong-token-000', apiBase: cryptoPay.url, clock });
  onTestFinished(() => stranger.close());
  const error = await failureOf(stranger.getMe());
  expect(error).toMatchObject({ class: 'misconfigured', status: 401, code: 'UNAUTHORIZED' });
  expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('wrong-token');
  expect(await failureOf(client.createInvoice({ ...wish, fiat: 'XXX' }))).toMatchObject({
    class: 'refused',
    code: 'FIAT_INVALID',
  });
});

test.each([
  [1205, '12.05'],
  [5, '0.05'],
  [100_000, '1000.00'],
])('%s minor units are written %s, and read back without rounding', (minor, text) => {
  expect(decimalOf(minor)).toBe(text);
  expect(minorOf(text)).toBe(minor);
  expect(minorOf(`${text}0000`)).toBe(minor);
  expect(minorOf(`${text}01`)).toBeUndefined();
});

function signed(token: string, body: string): string {
  const key = createHash('sha256').update(token).digest();
  return createHmac('sha256', key).update(body).digest('hex');
}

test('a delivery of the stand-in is genuine, and comes again until it is taken', async () => {
  const { client, cryptoPay, clock } = await openDesk();
  const taken: { raw: Buffer; header: string | string[] | undefined }[] = [];
  let status = 500;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push({ raw: Buffer.concat(chunks), header: request.headers['crypto-pay-api-signature'] });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => void server.close());
  cryptoPay.setWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const made = await client.createInvoice(wish);
  cryptoPay.pay(idOf(made));
  await cryptoPay.idle();
  status = 200;
  clock.advance(10_000);
  await cryptoPay.idle();
  expect(taken).toHaveLength(2);
  const [first] = taken;
  if (!first) throw new Error('nothing came');
  expect(verifyCryptoPayWebhook({ ...first, token: cryptoPay.token })).toMatchObject({
    isGenuine: true,
    invoice: { invoice_id: made.invoice_id, payload: '7001', status: 'paid' },
  });
  expect(verifyCryptoPayWebhook({ ...first, token: '1:another' })).toEqual({
    isGenuine: false,
    why: 'signature',
  });
});

test.each<[string, string, string | string[] | undefined]>([
  ['without a signature', '{}', undefined],
  ['with two signatures', '{}', [signed('1:t', '{}'), signed('1:t', '{}')]],
  ['with half a signature', '{}', signed('1:t', '{}').slice(0, 32)],
  ['of somebody else', '{}', signed('1:other', '{}')],
  ['changed on the way', '{ }', signed('1:t', '{}')],
])('a delivery %s is refused', (_name, body, header) => {
  const verdict = verifyCryptoPayWebhook({ raw: Buffer.from(body), header, token: '1:t' });
  expect(verdict).toEqual({ isGenuine: false, why: 'signature' });
});

test('a genuine delivery that tells of no invoice is unreadable', () => {
  for (const body of [
    '{',
    '{}',
    '{"update_type":"invoice_paid","request_date":"2026-06-01T12:00:00Z","payload":{}}',
  ])
    expect(
      verifyCryptoPayWebhook({ raw: Buffer.from(body), header: signed('1:t', body), token: '1:t' }),
    ).toEqual({
      isGenuine: false,
      why: 'unreadable',
    });
});
