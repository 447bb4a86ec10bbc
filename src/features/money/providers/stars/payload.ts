/** The payload that an invoice carries, so that its payment names the order. */
const payloadPattern = /^order (\d{1,15})$/;

export function starsPayload(orderId: number): string {
  return `order ${orderId}`;
}

/** The order that an invoice's payload names; undefined when it is none of ours. */
export function readStarsPayload(payload: string): number | undefined {
  const id = payloadPattern.exec(payload)?.[1];
  return id === undefined ? undefined : Number(id);
}
