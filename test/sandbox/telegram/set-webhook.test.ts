import { describe, expect, it } from 'vitest';
import { openSandboxBot } from './sandbox-bot.ts';

describe('setting a webhook', () => {
  it.each([
    ['http://example.com/x', 'bad webhook: An HTTPS URL must be provided for webhook'],
    ['ftp://example.com', 'bad webhook: An HTTPS URL must be provided for webhook'],
    ['not a url', 'bad webhook: invalid webhook URL specified'],
    ['https://example.com:3000/x', 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
  ])('at %s is refused', async (url, problem) => {
    const { api } = await openSandboxBot();
    expect(await api('setWebhook', { url })).toMatchObject({
      status: 400,
      description: `Bad Request: ${problem}`,
    });
  });

  it.each([
    ['bad characters', { secret_token: 'a b' }, 'secret token contains unallowed characters'],
    ['an empty secret', { secret_token: '' }, 'field "secret_token" must be 1-256 characters long, it is 0'],
    [
      '101 connections',
      { max_connections: 101 },
      'field "max_connections" must be between 1 and 100, it is 101',
    ],
    ['an unknown kind', { allowed_updates: ['mesage'] }, 'unknown update type "mesage" in allowed_updates'],
  ])('with %s is refused', async (_name, options, problem) => {
    const { setWebhook } = await openSandboxBot();
    expect(await setWebhook(options)).toMatchObject({ description: `Bad Request: ${problem}` });
  });

  it('again within a second is answered with 429; the same call again changes nothing and is welcome', async () => {
    const { api, clock } = await openSandboxBot();
    expect(await api('setWebhook', { url: 'https://example.com/a' })).toMatchObject({
      description: 'Webhook was set',
    });
    expect(await api('setWebhook', { url: 'https://example.com/a' })).toMatchObject({
      description: 'Webhook is already set',
    });
    expect(await api('setWebhook', { url: 'https://example.com/b' })).toMatchObject({
      status: 429,
      parameters: { retry_after: 1 },
    });
    clock.advance(1000);
    expect(await api('setWebhook', { url: 'https://example.com/b' })).toMatchObject({ ok: true });
  });

  it('delivers only the kinds asked for, and an absent list keeps the old one', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook({ allowed_updates: ['message'] });
    await bot.setWebhook({ max_connections: 5 });
    anna.blocks();
    anna.unblocks();
    anna.says('hi');
    await bot.world.settled();
    expect(bot.received.map(({ update }) => update.message?.text)).toEqual(['hi']);
  });

  it.each(['https://example.com/x', 'https://127.example.com/x', 'https://localhost.example.com:8443/x'])(
    'at %s delivers nothing there, and says so in the log and to the bot',
    async (url) => {
      const bot = await openSandboxBot();
      const anna = await bot.startedPerson();
      await bot.api('setWebhook', { url, drop_pending_updates: true });
      anna.says('hi');
      bot.world.inject({ update_id: 7, message: null });
      await bot.world.settled();
      const refusal = 'The sandbox delivers to this machine only';
      expect(bot.world.deliveries.map(({ status }) => status)).toEqual(['error', 'error', 'error']);
      expect(bot.log.filter((line) => line.includes(refusal))).toHaveLength(3);
      expect((await bot.api('getWebhookInfo')).result).toMatchObject({
        pending_update_count: 1,
        last_error_message: refusal,
      });
    },
  );
});
