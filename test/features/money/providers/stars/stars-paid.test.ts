import { describe, expect, it } from 'vitest';
import { listPaidStars } from '../../../../../src/features/money/providers/stars/paid.ts';

const dayMs = 24 * 60 * 60_000;
const now = new Date('2026-11-28T09:00:00Z');

/** So many payments, one a day, the newest a moment ago; every tenth line is a refund that goes out. */
function history(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const date = Math.floor((now.getTime() - (count - 1 - index) * dayMs) / 1_000);
    const partner = { type: 'user', transaction_type: 'invoice_payment', user: { id: 1 } };
    const side = index % 10 === 9 ? { receiver: partner } : { source: partner };
    return { id: `charge-${index}`, amount: 100, date, ...side };
  });
}

/** Telegram's list, which begins with the oldest, and how much of it was read. */
function listOf(lines: ReturnType<typeof history>) {
  const reads: number[] = [];
  const call = async (_method: string, { offset, limit }: { offset: number; limit: number }) => {
    const transactions = lines.slice(offset, offset + limit);
    reads.push(transactions.length);
    return { transactions };
  };
  return { client: { call } as never, reads };
}

const since = new Date(now.getTime() - 30 * dayMs);

describe('the Stars that were paid lately', () => {
  it.each([
    ['nothing was read before', undefined],
    ['all of it was read before', '250'],
    ['a part was read before', '180'],
  ])('are found when %s, without refunds and without what is older', async (_name, cursor) => {
    const { client } = listOf(history(250));
    const paid = await listPaidStars(client, since, cursor);
    // 31 days with both ends, four of them refunds.
    expect(new Set(paid.map(({ objectId }) => objectId)).size).toBe(27);
    expect(paid).toHaveLength(27);
    expect(paid.every(({ at }) => at >= since)).toBe(true);
  });

  it('are read back only so far as they reach', async () => {
    const { client, reads } = listOf(history(2_000));
    await listPaidStars(client, since, '2000');
    expect(reads.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(200);
  });
});
