import type { Database } from '../../../platform/db.ts';
import { type Language, languageOf } from '../../../texts/voice.ts';
import type { UserService } from '../../users/service.ts';
import { findOrderByPage } from './queries.ts';
import type { OrderService, OrderView } from './service.ts';

/** Purchases by the addresses of their pages, which nobody can guess. */
export interface OrderPages {
  /** What is true of it now, and the language of whoever bought it. */
  look(pageId: string): Promise<{ view: OrderView; language: Language } | undefined>;
}

export function createOrderPages(parts: {
  db: Database;
  users: Pick<UserService, 'get'>;
  orders: Pick<OrderService, 'view'>;
}): OrderPages {
  const { db, users, orders } = parts;
  return { look };

  async function look(pageId: string) {
    const order = isPageId(pageId) ? await findOrderByPage(db, pageId) : undefined;
    if (order === undefined) return undefined;
    const [view, person] = await Promise.all([orders.view(order.userId, order.id), users.get(order.userId)]);
    return { view, language: languageOf(person) };
  }
}

function isPageId(text: string): boolean {
  return /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/.test(text);
}
