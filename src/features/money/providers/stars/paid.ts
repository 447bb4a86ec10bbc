import type { TelegramClient } from '../../../../telegram/api/client.ts';
import type { ListedPayment } from '../truth.ts';

const pageSize = 100;

interface Line {
  id: string;
  date: number;
  amount: number;
  source?: { type: string; transaction_type?: string } | undefined;
}

/**
 * The Stars that people paid for invoices. The list begins with the oldest, so it is read back from where it was last
 * read to, page by page, and then on to its end.
 */
export async function listPaidStars(
  client: Pick<TelegramClient, 'call'>,
  since: Date,
  cursor: string | undefined,
): Promise<ListedPayment[]> {
  const read = async (offset: number, limit: number): Promise<Line[]> => {
    const { transactions } = await client.call('getStarTransactions', { offset, limit });
    return transactions;
  };
  const end = Number(cursor ?? 0);
  const lines: Line[] = [];
  const isRecent = ({ date }: Line) => date * 1_000 >= since.getTime();
  for (let from = end; from > 0; ) {
    const begin = Math.max(0, from - pageSize);
    const page = await read(begin, from - begin);
    lines.push(...page);
    if (page.length === 0 || !page.some(isRecent)) break;
    from = begin;
  }
  for (let offset = end; ; offset += pageSize) {
    const page = await read(offset, pageSize);
    lines.push(...page);
    if (page.length < pageSize) break;
  }
  return lines
    .filter((line) => isRecent(line) && line.source?.transaction_type === 'invoice_payment')
    .map(({ id, amount, date }) => ({
      objectId: id,
      isOurs: true,
      money: { minor: amount, currency: 'XTR' },
      at: new Date(date * 1_000),
    }));
}
