import type { Settings } from '../../../platform/setting.ts';
import type { ServerDemand } from './demand.rules.ts';
import type { Look } from './packet-cut.rules.ts';

/** A program that takes a whole configuration, and the form it takes. */
export const formats = ['xray', 'sing-box', 'mihomo'] as const;
export type Format = (typeof formats)[number];

/** The types that belong to one protocol. */
export interface ProtocolShape {
  /** What the environment says of it, by the names of the endpoint's fields. */
  told: object;
  /** What an endpoint is read from, as text or number, before anything is known about it. */
  given: object;
  /** Where the service is reached by it, the same for everybody. */
  endpoint: { protocol: string; host: string; port: number };
  /** An endpoint together with what opens it for one person. */
  access: { protocol: string; host: string; port: number };
  /** Fields of what is given that an admin may change in the chat. */
  typed: string;
}

/** Everything that the rest of the product knows of a protocol: the `rules.ts` of its folder gives one such value. */
export interface ProtocolRules<Shape extends ProtocolShape> {
  /** As keys of it are called in the lists of apps. */
  label: string;
  /** Whether it begins with a greeting that Enhanced can cut. */
  isCut: boolean;
  typed: readonly Shape['typed'][];
  settings: Settings<Shape['told']>;
  /** What the environment gives to read an endpoint from; `undefined` where it describes none, which is then the panel's. */
  seedOf(told: Shape['told'], server: ServerPlace): Shape['given'] | undefined;
  /** Problems stop an endpoint, each with field, rule and example and never with the value; warnings are to be weighed. */
  read(given: Shape['given']): EndpointReading<Shape['endpoint']>;
  /** What the server asks of clients; absent where a protocol asks nothing. Problems as those of `read`. */
  readDemand?(told: Shape['told']): DemandReading;
  /** What the person with this uuid uses there, as the panel derives it. */
  open(endpoint: Shape['endpoint'], uuid: string): Shape['access'];
  /** The endpoint without the key that opened it. */
  close(access: Shape['access']): Shape['endpoint'];
  writeLink(access: Shape['access'], look: Look): string;
  /** What a link opens, ours or the panel's; `undefined` for any other and for values that cannot work. */
  readLink(link: string): { access: Shape['access']; name: string } | undefined;
  formats: {
    xray: FormatRules<Shape['access']> & {
      /** An outbound without its tag; cut, it dials through the outbound `cut`. */
      outbound(access: Shape['access'], isCut: boolean): Record<string, unknown>;
    };
    'sing-box': FormatRules<Shape['access']> & {
      /** An outbound without its tag. */
      outbound(access: Shape['access']): Record<string, unknown>;
    };
    mihomo: FormatRules<Shape['access']> & {
      /** A proxy without its name. */
      proxy(access: Shape['access'], demand: ServerDemand): Record<string, unknown>;
    };
  };
}

interface FormatRules<Access> {
  /** Whether programs of this format can really connect by this access to a server that asks so much. */
  carries(access: Access, demand: ServerDemand): boolean;
}

/** The place of the server that the environment describes. */
export interface ServerPlace {
  /** What keys point at. */
  host: string;
  /** The panel's own. */
  domain: string;
}

/** The result of reading what the server asks of clients. */
export type DemandReading = { ok: true; demand: ServerDemand } | { ok: false; problems: string[] };

/** The result of reading an endpoint. */
export type EndpointReading<E> =
  | { ok: true; endpoint: E; warnings: string[] }
  | { ok: false; problems: string[] };
