import type { Database, Db, Transaction } from './db.ts';

type Told = (names: readonly string[]) => void | Promise<void>;

const listeners = new WeakMap<Db, Told>();

/**
 * Says, right after a statement, what it changed. Whoever follows the changes is told once they are committed, before
 * the transaction is over for its caller.
 */
export async function noteChange(db: Db, names: readonly string[]): Promise<void> {
  if (names.length > 0) await listeners.get(db)?.(names);
}

/**
 * Has `tell` told of every change of this database that this process makes, and never before others can see it. It is
 * told of a transaction that failed as well, since one whose commit was not answered may have gone through.
 */
export function followChanges(db: Database, tell: (names: readonly string[]) => Promise<void>): void {
  const begin = db.transaction.bind(db);
  listeners.set(db, tell);
  db.transaction = async (work, config) => {
    const changed = new Set<string>();
    const note = (names: readonly string[]) => {
      for (const name of names) changed.add(name);
    };
    try {
      return await begin((tx) => work(listenIn(tx, note)), config);
    } finally {
      if (changed.size > 0) await tell([...changed]);
    }
  };
}

/** The transaction, and those inside it, which are committed with it. */
function listenIn(tx: Transaction, note: Told): Transaction {
  const begin = tx.transaction.bind(tx);
  listeners.set(tx, note);
  tx.transaction = (work) => begin((inner) => work(listenIn(inner, note)));
  return tx;
}
