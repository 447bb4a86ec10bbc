import { afterAll, beforeAll, expect, it } from 'vitest';
import { noticeJob } from '../../src/platform/notices.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createQueue, type Queue } from '../../src/platform/queue.ts';
import { eventually } from '../support/eventually.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let newer: Queue;
beforeAll(async () => {
  product = await startProduct();
  newer = createQueue({ url: product.database.url, logger: createLogger('silent') });
  newer.declare([noticeJob]);
  await newer.start();
});
afterAll(async () => {
  await newer.stop(1_000);
  await product.stop();
});

it.each([
  ['of a kind that this version does not know', { kind: 'birthday', details: { age: '30' } }],
  ['with details of another version', { kind: 'money', details: { what: 'doubled', sum: [1, 2] } }],
])('a notice %s is told in general words, and is no dead letter', async (_what, notice) => {
  const person = await product.admin();
  const { db } = product.database;
  await db.transaction((tx) => newer.enqueue(tx, noticeJob({ userId: 101, ...notice })));
  await eventually(() => expect(person.text()).toContain('У нас есть для вас новость'));
  const stats = (await newer.stats()).find(({ name }) => name === 'notice');
  expect(stats).toMatchObject({ failed: 0, dead: 0 });
  expect(product.log.join('\n')).toContain(notice.kind);
});
