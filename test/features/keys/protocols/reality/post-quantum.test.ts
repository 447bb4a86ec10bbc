import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  accessOf,
  carries,
  readShareLink,
  shareLink,
} from '../../../../../src/features/keys/protocols/access.rules.ts';
import { configFile } from '../../../../../src/features/keys/formats/config-file.rules.ts';
import { eventually } from '../../../../support/eventually.ts';
import { newcomer } from '../../../../support/journeys.ts';
import type { Tester } from '../../../../support/person.ts';
import { type Product, startProduct } from '../../../../support/product.ts';
import { endpoint, publicKey, uuid } from '../../samples.ts';

const encryption = `mlkem768x25519plus.native.0rtt.${Buffer.alloc(1184, 7).toString('base64url')}`;
const mldsa65Verify = Buffer.alloc(1952, 9).toString('base64url');
const access = accessOf({ ...endpoint, encryption, mldsa65Verify }, uuid);

test('a link and a file of Xray carry encryption and the key of the second signature', () => {
  const link = shareLink(access, { name: 'x', mode: 'standard' });
  const { searchParams } = new URL(link);
  expect([searchParams.get('encryption'), searchParams.get('pqv')]).toEqual([encryption, mldsa65Verify]);
  expect(readShareLink(link)?.access).toEqual(access);
  const file = configFile([{ access, name: 'x' }], { format: 'xray', mode: 'standard', demand: 'any' });
  const config = Buffer.from(file?.bytes ?? []).toString();
  expect(config).toContain(`"encryption": "${encryption}"`);
  expect(config).toContain(`"mldsa65Verify": "${mldsa65Verify}"`);
});

test('an encrypted tunnel is in no file of an app that does not know it; the second signature alone is in each', () => {
  const formats = ['xray', 'sing-box', 'mihomo'] as const;
  expect(formats.filter((format) => carries(format, access, 'any'))).toEqual(['xray']);
  const signed = accessOf({ ...endpoint, mldsa65Verify }, uuid);
  expect(formats.filter((format) => carries(format, signed, 'any'))).toEqual([...formats]);
});

test('a link of the panel whose encryption nobody can use is not read', () => {
  const link = shareLink(access, { name: 'x', mode: 'standard' });
  expect(readShareLink(link.replace(encryption, `mlkem768x25519plus.${publicKey}`))).toBeUndefined();
  expect(readShareLink(link.replace(mldsa65Verify, 'short'))).toBeUndefined();
});

describe('where the server demands encryption', () => {
  let product: Product;
  let person: Tester;
  beforeAll(async () => {
    product = await startProduct({ settings: { REALITY_ENCRYPTION: encryption } });
    person = await ready();
  });
  afterAll(() => product.stop());

  async function ready(): Promise<Tester> {
    const tester = await newcomer(product);
    await tester.taps('Попробовать бесплатно', 'Начать пробный период');
    await eventually(() => expect(tester.text()).toContain('Готово! Доступ настроен'));
    return tester;
  }

  it('only apps on Xray are offered', async () => {
    await person.says('/key');
    await person.taps('Android');
    expect(person.text()).toMatch(/^Happ, Android/);
    expect(person.buttons()).not.toContain('Hiddify');
  });

  it('the link, too long for a message, comes as a file, the code shows the subscription, and the steps say so', async () => {
    await person.says('/key');
    await person.taps('Усиленный режим', 'Windows');
    expect(person.text()).toContain('слишком длинная для сообщения');
    expect(person.text()).toContain('Нажмите «Ссылка VLESS»: она придёт файлом');
    await person.taps('Показать шаги с картинками', 'Дальше');
    expect(person.text()).toContain('она придёт файлом');
    await person.taps('Мой ключ', 'Ссылка VLESS');
    const { document } = person.screen();
    expect(document?.file_name).toBe('vpn-link.txt');
    const content = Buffer.from(product.world.fileContent(document?.file_id ?? '') ?? []).toString();
    expect(readShareLink(content.trim())?.access).toMatchObject({ protocol: 'reality', encryption });
    await person.taps('QR-код');
    expect(person.text()).toContain('ссылка-подписка');
  });
});
