import { expect, it } from 'vitest';
import { ProviderRefusal } from '../../../../../src/features/money/providers/provider.ts';
import { createStarsRemote } from '../../../../../src/features/money/providers/stars/remote.ts';
import type { PayRequest } from '../../../../../src/features/money/providers/truth.ts';
import { classifyError } from '../../../../../src/telegram/api/error-kind.ts';
import { TelegramError } from '../../../../../src/telegram/api/telegram-error.ts';

const request: PayRequest = {
  key: 'order:1',
  orderId: 1,
  userId: 42,
  money: { minor: 250, currency: 'XTR' },
  title: 'VPN',
  description: 'VPN',
  language: 'ru',
  expiresAt: '2026-11-30T12:00:00Z',
};

/** Telegram that says no to every invoice. */
function refusing(code: number, description: string) {
  const kind = classifyError(code, description, {});
  const call = () => Promise.reject(new TelegramError({ method: 'sendInvoice', kind, code, description }));
  return createStarsRemote({ call } as never);
}

it.each([
  [400, 'Bad Request: STARS_INVOICE_INVALID', { code: 'STARS_INVOICE_INVALID', isPersons: false }],
  [403, 'Forbidden: bot was blocked by the user', { code: undefined, isPersons: true }],
])('an invoice that Telegram refuses (%i %s) says whose fault it is', async (code, description, details) => {
  const error: unknown = await refusing(code, description)
    .create(request, false)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProviderRefusal);
  expect((error as ProviderRefusal).details).toMatchObject(details);
});
