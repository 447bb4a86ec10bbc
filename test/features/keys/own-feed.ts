import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { newcomer } from '../../support/journeys.ts';
import type { Tester } from '../../support/person.ts';
import type { Product } from '../../support/product.ts';

/** A server of every protocol, and our own subscriptions as a new installation begins with them. */
export const ownFeed = {
  OWN_SUBSCRIPTIONS: '',
  SERVICE_NAME: 'Лиса 🦊',
  VPS_IP: '203.0.113.10',
  HYSTERIA2_PORT: '8443',
  HYSTERIA2_SNI: 'vpn.example.com',
  SHADOWSOCKS_PORT: '8388',
  SHADOWSOCKS_SERVER_KEY: Buffer.alloc(32, 5).toString('base64'),
};

/** Somebody new whose key works. */
export async function withKey(product: Product): Promise<Tester> {
  const tester = await newcomer(product);
  await tester.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(tester.text()).toContain('Готово! Доступ настроен'));
  return tester;
}

/** The address on the key screen, as the person copies it. */
export async function feedAddressOf(tester: Tester): Promise<string> {
  await tester.says('/key');
  return /https?:\/\/\S+\/sub\/[\w-]+/.exec(tester.text())?.[0] ?? 'no address';
}

/** Where a button of the person's newest message leads. */
export function linkBehind(person: Tester, label: string): string {
  const markup = person.screen().reply_markup;
  const rows = markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  return rows.flat().find(({ text }) => text === label)?.url ?? 'no such button';
}

/** As an app asks. */
export const ask = async (url: string, userAgent = 'curl/8') =>
  await fetch(url, { headers: { 'user-agent': userAgent } });

/** As a browser says what it is. */
export const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' };
