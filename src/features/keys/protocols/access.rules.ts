import type { Format } from './contract.rules.ts';
import type { ServerDemand } from './demand.rules.ts';
import type { Look } from './packet-cut.rules.ts';
import { type Protocol, protocols, rulesOf, type Shapes } from './registry.rules.ts';

/** An address at which the service is reached, whatever it speaks there. */
export type Endpoint<P extends Protocol = Protocol> = {
  [Each in P]: Shapes[Each]['endpoint'] & { protocol: Each };
}[P];

/** An endpoint together with what opens it for one person. */
export type Access<P extends Protocol = Protocol> = {
  [Each in P]: Shapes[Each]['access'] & { protocol: Each };
}[P];

/** The access of the person with this uuid to an endpoint, as the panel derives it: one uuid opens all of them. */
export function accessOf<P extends Protocol>(endpoint: Endpoint<P>, uuid: string): Shapes[P]['access'] {
  return rulesOf[endpoint.protocol].open(endpoint, uuid);
}

/** The endpoint without the key that opened it. */
export function endpointOf<P extends Protocol>(access: Access<P>): Shapes[P]['endpoint'] {
  return rulesOf[access.protocol].close(access);
}

/** The share link of one person for one endpoint. Enhanced changes only protocols that can be cut. */
export function shareLink<P extends Protocol>(access: Access<P>, look: Look): string {
  return rulesOf[access.protocol].writeLink(access, look);
}

/** Reads what a link of any of the protocols opens; `undefined` for every other link. */
export function readShareLink(link: string): { access: Access; name: string } | undefined {
  for (const protocol of protocols) {
    const read = rulesOf[protocol].readLink(link);
    if (read !== undefined) return { access: read.access, name: read.name };
  }
  return undefined;
}

/** Whether apps of this format can really connect by this access. */
export function carries<P extends Protocol>(
  format: Format,
  access: Access<P>,
  demand: ServerDemand,
): boolean {
  return rulesOf[access.protocol].formats[format].carries(access, demand);
}

export function xrayOutbound<P extends Protocol>(access: Access<P>, isCut: boolean): Record<string, unknown> {
  return rulesOf[access.protocol].formats.xray.outbound(access, isCut);
}

export function singBoxOutbound<P extends Protocol>(access: Access<P>): Record<string, unknown> {
  return rulesOf[access.protocol].formats['sing-box'].outbound(access);
}

export function mihomoProxy<P extends Protocol>(
  access: Access<P>,
  demand: ServerDemand,
): Record<string, unknown> {
  return rulesOf[access.protocol].formats.mihomo.proxy(access, demand);
}
