import { onTestFinished } from 'vitest';
import { createCryptoPayClient } from '../../../src/features/money/providers/crypto-pay/api/create-client.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { startCryptoPayStandIn } from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import { type CryptoPayTarget, defineCryptoPayCases } from './cases.ts';

/** A client of the app, and one whose key is another. */
function clientsOf({ token, apiBase }: { token: string; apiBase: string }): CryptoPayTarget {
  const open = (given: string) => {
    const client = createCryptoPayClient({ token: given, apiBase, clock: systemClock });
    onTestFinished(() => client.close());
    return client;
  };
  const [app = ''] = token.split(':');
  return { client: open(token), stranger: open(`${app}:AAnot-the-key-of-this-app-0000000000`) };
}

defineCryptoPayCases('the stand-in', async () => {
  const cryptoPay = await startCryptoPayStandIn();
  onTestFinished(() => cryptoPay.stop());
  return clientsOf({ token: cryptoPay.token, apiBase: cryptoPay.url });
});

/** An app of @CryptoTestnetBot of one's own; it is left without invoices. */
const token = process.env['CRYPTO_PAY_TESTNET_TOKEN'];
if (token !== undefined && token !== '')
  defineCryptoPayCases('the test network', async () =>
    clientsOf({ token, apiBase: 'https://testnet-pay.crypt.bot' }),
  );
