import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Telegraf } from 'telegraf';
import { expect, it, onTestFinished } from 'vitest';
import { startTelegramStandIn } from '@hiddify-vpn-bot/sandbox/telegram/stand-in.ts';
import { pngOf } from './pictures.ts';
import { token } from './sandbox-bot.ts';

async function openTelegraf() {
  const { url, world, stop } = await startTelegramStandIn({ token });
  const bot = new Telegraf(token, { telegram: { apiRoot: url, webhookReply: false } });
  const webhook = bot.webhookCallback('/hook', { secretToken: 'secret' });
  const server = createServer((request, response) => void webhook(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await stop();
  });
  const { port } = server.address() as AddressInfo;
  await bot.telegram.setWebhook(`http://127.0.0.1:${port}/hook`, { secret_token: 'secret' });
  return { bot, world };
}

it('an unchanged Telegraf bot talks with a person: command, buttons, edits, uploads', async () => {
  const { bot, world } = await openTelegraf();
  bot.start((ctx) =>
    ctx.replyWithHTML(`<b>Hello</b>, ${ctx.payload}`, {
      reply_markup: { inline_keyboard: [[{ text: 'Key 🔑', callback_data: 'key' }]] },
    }),
  );
  bot.action('key', async (ctx) => {
    await ctx.answerCbQuery('Here it is');
    await ctx.editMessageText('Done');
    await ctx.replyWithPhoto({ source: Buffer.from(pngOf(10, 10)) }, { caption: 'QR' });
    await ctx.replyWithDocument({ source: Buffer.from('vless://x'), filename: 'key.txt' });
  });
  const anna = world.person();
  anna.starts('ref_1');
  await world.until(() => anna.buttons().length === 1);
  expect(anna.screen()).toMatchObject({
    text: 'Hello, ref_1',
    entities: [{ type: 'bold', offset: 0, length: 5 }],
  });
  const callbackId = anna.taps('Key');
  await world.until(() => anna.screen().document?.file_name === 'key.txt');
  expect(anna.toast(callbackId)).toEqual({ text: 'Here it is', showAlert: false });
  expect(anna.messages().map(({ text, caption }) => text ?? caption)).toEqual([
    '/start ref_1',
    'Done',
    'QR',
    undefined,
  ]);
  expect(world.violations).toEqual([]);
});
