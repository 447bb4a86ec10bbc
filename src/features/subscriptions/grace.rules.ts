/** Days and traffic after the end of what was paid for. */
export interface Grace {
  /** 0: there is none. */
  days: number;
  megabytes: number;
}

const prefix = 'grace after ';

/** The reason of the grace after something that was paid for, such as `order 7`: each has one. */
export function graceAfter(thing: string): string {
  return `${prefix}${thing}`;
}

/** Whether access goes on only so that its holder can renew. */
export function isInGrace({ madeBy }: { madeBy: string | null }): boolean {
  return madeBy?.startsWith(prefix) === true;
}

/** Whether something was paid for: an order, in whatever part it is left. */
export function isPaidThing(thing: string): boolean {
  return thing.startsWith('order ');
}
