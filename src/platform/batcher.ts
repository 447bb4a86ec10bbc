export interface BatcherOptions<Item, Result> {
  /** Most items handed to one run. */
  maxSize: number;
  /** Most runs under way at once; while they are, new items gather. */
  maxFlights: number;
  /** Answers one result per item, in the order given. When it throws, all its items fail with that error. */
  run: (items: Item[]) => Promise<readonly Result[]>;
}

export interface Batcher<Item, Result> {
  /** Hands the item to one of the next runs and answers its own result. */
  add(item: Item): Promise<Result>;
  /** Resolves when nothing is waiting or under way, whether it went well or not. */
  drain(): Promise<void>;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/** Gathers single items into runs: one commit for many, without a delay when there is only one. */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  const waiting: Waiting<Item, Result>[] = [];
  const flights = new Set<Promise<void>>();
  let scheduled = false;

  function add(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
  }

  /** One turn of the event loop later, so that everything read from the sockets in this turn shares the run. */
  function schedule() {
    if (scheduled || flights.size >= options.maxFlights) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      while (waiting.length > 0 && flights.size < options.maxFlights) depart();
    });
  }

  function depart() {
    const flight = fly(waiting.splice(0, options.maxSize)).finally(() => {
      flights.delete(flight);
      if (waiting.length > 0) schedule();
    });
    flights.add(flight);
  }

  async function fly(passengers: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await options.run(passengers.map((passenger) => passenger.item));
      if (results.length !== passengers.length) throw new Error('A batch answered another number of results');
      for (const [index, result] of results.entries()) passengers[index]?.resolve(result);
    } catch (error) {
      for (const passenger of passengers) passenger.reject(error);
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0 || flights.size > 0) {
      await (flights.size > 0 ? Promise.race(flights) : new Promise(setImmediate));
    }
  }

  return { add, drain };
}
