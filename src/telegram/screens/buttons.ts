import { createHmac, timingSafeEqual } from 'node:crypto';

/** The action of a button: a route and its arguments. Arguments are hints; who may is decided in the service. */
export interface Action {
  route: string;
  args: readonly string[];
  /** Answers a question, once: drawn, it carries the question's id. */
  isAnswer?: true;
  /** Of one that was pressed: the question that it answers; undefined where it carries none. */
  question?: string;
}

/** A button on a screen. Exactly one of action, url and copy. */
export type Button =
  | { label: string; action: Action; style?: 'danger' | 'success' | 'primary' }
  | { label: string; url: string }
  | { label: string; copy: string };

export function action(route: string, ...args: readonly (string | number)[]): Action {
  return { route, args: args.map(String) };
}

export interface ButtonCodec {
  /**
   * At most 64 bytes; throws when the action does not fit or would be read as another one. An answer carries the id of its
   * question, letters and digits.
   */
  encode(action: Action, personId: number, question?: string): string;
  /** The action, or `stale` for what this version of the bot did not make for this person. */
  decode(data: string, personId: number): Action | 'stale';
}

const version = '1';
const tagLength = 11;
/** Before the id of a question, as an argument too many for whoever does not know it. */
const asks = '?';

/**
 * Buttons are signed for one person: clients can send data that no message ever held, and a forwarded or forged
 * button must not work for anybody else. Form: version, route, arguments, for an answer `?` and the id of its question, `~`,
 * 8 bytes of HMAC in base64url. The first key signs; what another one signed stands in chats and is taken too.
 */
export function createButtonCodec(keys: string | readonly string[], botId: number): ButtonCodec {
  const [newest = '', ...former] = [keys].flat();

  function tag(content: string, personId: number, key = newest): string {
    const mac = createHmac('sha256', key).update(`${botId}|${personId}|${content}`).digest();
    return mac.subarray(0, 8).toString('base64url');
  }

  function encode({ route, args, isAnswer }: Action, personId: number, question?: string): string {
    const about = isAnswer === true && question !== undefined ? [asks, question] : [];
    const parts = [route, ...args, ...about];
    if (parts.some((part) => part.includes(':')) || args.at(-2) === asks)
      throw new Error(`The button ${route} would be read as another one`);
    const content = version + parts.join(':');
    const data = `${content}~${tag(content, personId)}`;
    if (Buffer.byteLength(data) > 64) throw new Error(`The button ${route} does not fit into 64 bytes`);
    return data;
  }

  function decode(data: string, personId: number): Action | 'stale' {
    const content = data.slice(0, -tagLength - 1);
    const given = Buffer.from(data.slice(-tagLength));
    const genuine = [newest, ...former].some((key) => {
      const expected = Buffer.from(tag(content, personId, key));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
    if (!genuine || data.at(-tagLength - 1) !== '~' || content[0] !== version) return 'stale';
    const [route = '', ...args] = content.slice(1).split(':');
    if (args.at(-2) !== asks) return { route, args };
    return { route, args: args.slice(0, -2), question: args.at(-1) as string };
  }

  return { encode, decode };
}
