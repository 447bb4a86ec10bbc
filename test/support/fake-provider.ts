import {
  ProviderAway,
  ProviderRefusal,
  type RemoteProvider,
} from '../../src/features/money/providers/provider.ts';
import type {
  OpenedPayment,
  PaymentRef,
  PayRequest,
  ProviderTruth,
  RefundTruth,
  RenewalTruth,
} from '../../src/features/money/providers/truth.ts';

/** A payment provider whose truth the test writes, with faults on demand. */
export interface FakeProvider extends RemoteProvider {
  /** By object id. */
  readonly objects: Map<string, ProviderTruth>;
  /** Fails the next calls of this kind: before anything is done, after it is done, or by a no for good. */
  readonly faults: { call: string; when: 'before' | 'after' | 'refused' }[];
  /** Under which reference the payment of an order was begun. */
  referenceOf(orderId: number): string;
  /** The object of an order, made by a call or not. */
  objectOf(orderId: number): ProviderTruth;
  /** The person pays on the provider's page. */
  pay(orderId: number, changes?: Partial<ProviderTruth>): ProviderTruth;
  change(objectId: string, changes: Partial<ProviderTruth>): ProviderTruth;
  /** Charges an arrangement for a further period, as the provider does by itself. */
  payAgain(orderId: number): ProviderTruth;
  /** What it says of arrangements, by its name for them. */
  readonly arrangements: Map<string, RenewalTruth>;
  /** Gives back on the provider's own side. */
  giveBack(objectId: string, refund: RefundTruth): ProviderTruth;
  readonly calls: string[];
}

/** What it says of a call that it refuses for good. */
const said = { code: 'account_invalid', parameter: 'line_items', requestId: 'req_fake' };

export function createFakeProvider(name: RemoteProvider['name'] = 'stripe'): FakeProvider {
  const objects = new Map<string, ProviderTruth>();
  const byKey = new Map<string, string>();
  const references = new Map<number, string>();
  const faults: FakeProvider['faults'] = [];
  const calls: string[] = [];
  const arrangements = new Map<string, RenewalTruth>();
  let serial = 0;

  async function call<Result>(kind: string, work: () => Result): Promise<Result> {
    calls.push(kind);
    const index = faults.findIndex((fault) => fault.call === kind);
    const fault = index < 0 ? undefined : faults.splice(index, 1)[0];
    if (fault?.when === 'before') throw new ProviderAway(`${kind} did not arrive`);
    if (fault?.when === 'refused') throw new ProviderRefusal(`${kind} is refused`, said);
    const result = work();
    if (fault?.when === 'after') throw new ProviderAway(`the answer of ${kind} was lost`);
    return result;
  }

  function change(objectId: string, changes: Partial<ProviderTruth>): ProviderTruth {
    const before = objects.get(objectId);
    if (before === undefined) throw new Error(`no object ${objectId}`);
    const after = { ...before, ...changes };
    objects.set(objectId, after);
    return after;
  }

  function objectOf(orderId: number): ProviderTruth {
    const found = [...objects.values()].find(({ reference }) => reference === references.get(orderId));
    if (found === undefined) throw new Error(`nothing was made for order ${orderId}`);
    return found;
  }

  function make({ key, reference, orderId, money }: PayRequest): OpenedPayment {
    if (reference !== undefined) references.set(orderId, reference);
    const known = byKey.get(key);
    const objectId = known ?? `cs_${++serial}`;
    if (known === undefined) {
      byKey.set(key, objectId);
      objects.set(objectId, { objectId, reference, isOurs: true, state: 'open', money, isLive: true });
    }
    return { objectId, url: `https://pay.example.com/${objectId}` };
  }

  return {
    name,
    isLive: true,
    objects,
    faults,
    calls,
    arrangements,
    referenceOf(orderId) {
      const found = references.get(orderId);
      if (found === undefined) throw new Error(`nothing was begun for order ${orderId}`);
      return found;
    },
    objectOf,
    change,
    payAgain(orderId) {
      const first = objectOf(orderId);
      const objectId = `in_${++serial}`;
      objects.set(objectId, { ...first, objectId, state: 'paid', refunds: [] });
      return objects.get(objectId) as ProviderTruth;
    },
    pay: (orderId, changes = {}) => change(objectOf(orderId).objectId, { state: 'paid', ...changes }),
    giveBack: (objectId, refund) =>
      change(objectId, { refunds: [...(objects.get(objectId)?.refunds ?? []), refund] }),
    create: (request) => call('create', () => make(request)),
    refetch: ({ objectId }: PaymentRef) => call('refetch', () => objects.get(objectId ?? '')),
    close: ({ objectId }: PaymentRef) =>
      call('close', () => {
        const object = objects.get(objectId ?? '');
        return object?.state === 'open' ? change(object.objectId, { state: 'expired' }) : object;
      }),
    listPaid: () =>
      call('listPaid', () =>
        [...objects.values()]
          .filter(({ state }) => state === 'paid')
          .map(({ objectId, isOurs, money }) => ({ objectId, isOurs, money, at: new Date() })),
      ),
    listSince: () => call('list', () => ({ truths: [...objects.values()], cursor: 'read' })),
    renewing: {
      canRenew: () => true,
      isAskable: true,
      find: (ref) => call('find', () => arrangements.get(ref)),
      stop: ({ ref }) =>
        call('stop', () => {
          const known = arrangements.get(ref);
          if (known !== undefined) arrangements.set(ref, { ...known, state: 'stopping' });
        }),
      keep: ({ ref }) =>
        call('keep', () => {
          const known = arrangements.get(ref);
          if (known === undefined || known.state === 'ended') throw new ProviderRefusal('it has ended');
          arrangements.set(ref, { ...known, state: 'active' });
        }),
    },
    refund: ({ key, payment, money }) =>
      call('refund', () => {
        const known = objects.get(payment.objectId)?.refunds?.find(({ objectId }) => objectId === key);
        if (known !== undefined) return known;
        const object = objects.get(payment.objectId);
        if (object?.state !== 'paid') throw new ProviderRefusal('nothing to give back');
        const refund: RefundTruth = { objectId: key, amountMinor: money.minor, state: 'succeeded' };
        change(payment.objectId, { refunds: [...(object.refunds ?? []), refund] });
        return refund;
      }),
  };
}
