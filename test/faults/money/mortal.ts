import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

/** Thrown out of everything that a process does after its end. */
export class PowerCut extends Error {
  constructor() {
    super('the power went out');
  }
}

/** What one process lives by: each contact with the database or a provider may be its last. */
export interface Mortal {
  isDead(): boolean;
  /** The power goes out at the n-th contact from now, before it or after it; undefined: it does not. */
  dieAt(contacts: number | undefined): void;
  die(): void;
  /** The power goes out around the next call of this operation of a provider: it was not made, or not answered. */
  dieAround(operation: string, when: 'before' | 'after'): void;
  /** The next contact with a provider fails like this. */
  fail(how: 'before' | 'after'): void;
  /** How many stand still now. */
  stalls(): number;
  /** Runs `work` and has it stand still once, after the n-th answer of a provider, until `goOn` resolves. */
  stall<Result>(at: { answer: number; goOn: Promise<void> }, work: () => Promise<Result>): Promise<Result>;
  /** A contact with the database. */
  contact<Result>(work: () => Promise<Result>): Promise<Result>;
  /** A contact with a provider; `fault` makes the failure that its client would throw. */
  call<Result>(
    operation: string,
    work: () => Promise<Result>,
    fault: (how: 'before' | 'after') => Error,
  ): Promise<Result>;
  /** The power takes this connection with it. */
  hold(client: pg.PoolClient): void;
}

interface Stalling {
  left: number;
  goOn: Promise<void>;
}

export function createMortal(): Mortal {
  const stalling = new AsyncLocalStorage<Stalling>();
  const clients = new Set<pg.PoolClient>();
  const failures: ('before' | 'after')[] = [];
  let left: number | undefined;
  let fatal: { operation: string; when: 'before' | 'after' } | undefined;
  let standing = 0;
  let dead = false;

  function die(): void {
    dead = true;
    for (const client of clients) streamOf(client)?.destroy();
  }

  /** Half of the contacts are the moment before, half the moment after. */
  function pass(): void {
    if (dead) throw new PowerCut();
    if (left === undefined || --left > 0) return;
    die();
    throw new PowerCut();
  }

  function strike(operation: string, when: 'before' | 'after'): void {
    if (fatal?.operation !== operation || fatal.when !== when) return;
    die();
    throw new PowerCut();
  }

  async function contact<Result>(work: () => Promise<Result>): Promise<Result> {
    pass();
    const result = await work();
    pass();
    return result;
  }

  async function standStill(): Promise<void> {
    const stall = stalling.getStore();
    if (stall === undefined || --stall.left !== 0) return;
    standing += 1;
    await stall.goOn;
    standing -= 1;
  }

  return {
    isDead: () => dead,
    dieAt(contacts) {
      left = contacts;
    },
    die,
    fail: (how) => void failures.push(how),
    stalls: () => standing,
    stall: ({ answer, goOn }, work) => stalling.run({ left: answer, goOn }, work),
    contact,
    dieAround(operation, when) {
      fatal = { operation, when };
    },
    async call(operation, work, fault) {
      strike(operation, 'before');
      const failure = failures.shift();
      if (failure === 'before') throw fault('before');
      const result = await contact(work);
      strike(operation, 'after');
      await standStill();
      if (failure === 'after') throw fault('after');
      return result;
    },
    hold(client) {
      clients.add(client);
      const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
      const mortalQuery = (...given: unknown[]) => {
        const told = typeof given.at(-1) === 'function' ? given.pop() : undefined;
        const result = contact(() => query(...given));
        if (typeof told !== 'function') return result;
        result.then(
          (rows) => void told(null, rows),
          (error: unknown) => void told(error),
        );
        return undefined;
      };
      Object.assign(client, { query: mortalQuery });
    },
  };
}

function streamOf(client: pg.PoolClient): { destroy(): void } | undefined {
  return (client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream;
}

/** The same object, each of its methods a call that may fail or be the last. */
export function mortalClient<Client extends object>(
  client: Client,
  mortal: Mortal,
  fault: (operation: string, how: 'before' | 'after') => Error,
): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || name === 'close') return value;
      return (...given: unknown[]) =>
        mortal.call(
          name === 'call' ? String(given[0]) : String(name),
          async () => (await Reflect.apply(value, target, given)) as unknown,
          (how) => fault(String(name), how),
        );
    },
  });
}
