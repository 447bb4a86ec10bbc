import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createArrayScanner,
  NotAnArrayError,
} from '../../../../src/features/panels/hiddify/array-scanner.ts';
import { sendJson, userAnswer, uuid, withPanel } from './loopback.ts';

/** Reads the text in pieces that end at the given places, wherever in a character they fall. */
function scan(text: string, cuts: readonly number[]): unknown[] {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((one, two) => one - two);
  const scanner = createArrayScanner();
  const edges = [0, ...places, bytes.length];
  const elements = edges.slice(1).flatMap((end, index) => scanner.push(bytes.subarray(edges[index], end)));
  scanner.end();
  return elements;
}

/** The same, undefined where it is refused in the scanner's own words. */
function scannedOrNothing(text: string, cuts: readonly number[]): unknown[] | undefined {
  try {
    return scan(text, cuts);
  } catch (error) {
    if (error instanceof NotAnArrayError) return undefined;
    throw error;
  }
}

/** What `JSON.parse` makes of it, undefined where it refuses or finds no array. */
function parse(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });
const arrays = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 8 });

describe('a list that arrives in pieces', () => {
  test('gives the elements of the whole, wherever it is cut', () => {
    fc.assert(
      fc.property(arrays, cuts, fc.constantFrom(0, 1, 2), (array, places, indent) => {
        const text = JSON.stringify(array, undefined, indent);
        expect(scan(text, places)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test('is refused exactly where JSON.parse refuses the whole', () => {
    const punctuation = fc.constantFrom(
      ...Array.from('[]{}",\\: \n1a'),
      '"a":',
      '{}',
      'true',
      'я',
      ',,',
      '[1]',
    );
    const rubbish = fc.array(punctuation, { maxLength: 14 }).map((parts) => `[${parts.join('')}]`);
    const damaged = fc
      .tuple(arrays, fc.nat(500), fc.constantFrom('', ',', ']', '[', '"', '\\', '}'))
      .map(([array, place, put]) => {
        const text = JSON.stringify(array);
        const at = place % text.length;
        return text.slice(0, at) + put + text.slice(at + 1);
      });
    fc.assert(
      fc.property(fc.oneof(rubbish, damaged), cuts, (text, places) => {
        expect(scannedOrNothing(text, places)).toEqual(parse(text));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the list of a panel', () => {
  const rows = Array.from({ length: 3_000 }, (_, index) =>
    userAnswer({ uuid: uuid.slice(0, -6) + String(index).padStart(6, '0'), name: `Имя ${index} [{",` }),
  );

  test('is handed over user by user, in order, while it arrives', async () => {
    const text = JSON.stringify(rows);
    const names: string[] = [];
    const first = Promise.withResolvers<void>();
    await withPanel(
      async (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(text.slice(0, 100_000));
        await first.promise;
        response.end(text.slice(100_000));
      },
      (client) =>
        client.eachUser(({ name }) => {
          names.push(name);
          first.resolve();
        }),
    );
    expect(names).toEqual(rows.map(({ name }) => name));
  });

  test('that breaks off, or ends in other words, fails and is never taken for the whole', async () => {
    const text = JSON.stringify(rows);
    for (const end of [text.slice(0, -1), `${text.slice(0, -1)},]`, `${text}<html>`, `${text}[]`])
      await withPanel(
        (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(end),
        async (client) =>
          await expect(client.eachUser(() => {})).rejects.toMatchObject({
            class: 'transient',
            reason: 'not JSON',
          }),
      );
  });

  test('behind blanks or with nothing in it is a list, an object or a website is none', async () => {
    const answer = (body: string, type = 'application/json') =>
      withPanel(
        (_, response) => response.writeHead(200, { 'content-type': type }).end(body),
        (client) => client.listUsers().catch((error: unknown) => error),
      );
    expect(await answer(`${' '.repeat(300)}${JSON.stringify(rows.slice(0, 2))}`)).toHaveLength(2);
    expect(await answer('\n[ ]\n')).toEqual([]);
    expect(await answer('{}')).toMatchObject({ class: 'misconfigured', reason: 'answer not understood' });
    expect(await answer('[welcome]', 'text/html')).toMatchObject({ class: 'misconfigured' });
  });

  test('may not be larger than the cap, nor slower than the timeout', async () => {
    await withPanel(
      (_, response) => sendJson(response, 200, rows),
      (client) =>
        expect(client.eachUser(() => {})).rejects.toMatchObject({
          class: 'misconfigured',
          reason: 'answer too large',
        }),
      { maxBytes: 500_000 },
    );
    await withPanel(
      (_, response) => void response.writeHead(200).write(JSON.stringify(rows).slice(0, 200_000)),
      (client) =>
        expect(client.eachUser(() => {})).rejects.toMatchObject({ class: 'transient', reason: 'timeout' }),
      { timeoutMs: 200 },
    );
  });
});
