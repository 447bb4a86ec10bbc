import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { formerOrderOf } from './references.ts';
import { payments } from '../payments/tables.ts';

/**
 * The payment that was begun under this reference. A number names only what a version before references began: no
 * order that was made since, whoever writes its number on something.
 */
export async function findNamed(
  db: Db,
  provider: string,
  reference: string,
): Promise<typeof payments.$inferSelect | undefined> {
  const orderId = formerOrderOf(reference);
  const isIt =
    orderId === undefined
      ? eq(payments.reference, reference)
      : and(eq(payments.orderId, orderId), isNull(payments.reference), isNotNull(payments.request));
  const [row] = await db
    .select()
    .from(payments)
    .where(and(eq(payments.provider, provider), isIt))
    .limit(1);
  return row;
}
