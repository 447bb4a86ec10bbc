import type { Transaction } from '../../../platform/db.ts';
import type { MoneyAlarm, MoneyNews } from '../settlement/case.rules.ts';

/** Words it as notices, rows of the same transaction. */
export function createMoneyNews(parts: {
  tell: (
    tx: Transaction,
    notice: { userId: number; kind: 'money'; details: Record<string, string> },
  ) => Promise<void>;
  tellAdmins: (
    tx: Transaction,
    notice: { kind: 'money-alarm'; details: Record<string, string> },
  ) => Promise<void>;
  onAlarm: (what: MoneyAlarm, paymentId: number | undefined) => void;
}): MoneyNews {
  const { tell, tellAdmins, onAlarm } = parts;
  return {
    async toPerson(tx, { userId, kind, orderId, money, access }) {
      const order = orderId === null ? {} : { order: String(orderId) };
      const sum = { minor: String(money.minor), currency: money.currency };
      const details = { what: kind, ...order, ...sum, ...(access !== undefined && { access }) };
      await tell(tx, { userId, kind: 'money', details });
    },
    async toAdmins(tx, { what, paymentId, provider, lacks }) {
      const details = {
        what,
        ...(paymentId !== undefined && { payment: String(paymentId) }),
        ...(provider !== undefined && { provider }),
        ...(lacks !== undefined && { lacks: lacks.join(' ') }),
      };
      await tellAdmins(tx, { kind: 'money-alarm', details });
      onAlarm(what, paymentId);
    },
  };
}
