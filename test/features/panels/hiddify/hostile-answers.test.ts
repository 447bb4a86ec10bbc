import { describe, expect, test } from 'vitest';
import type { PanelApi } from '../../../../src/features/panels/hiddify/api.ts';
import { PanelError } from '../../../../src/features/panels/hiddify/panel-error.ts';
import { adminPath, apiKey, clientPath, sendJson, userAnswer, uuid, withPanel } from './loopback.ts';
import type { Listener } from './loopback.ts';

const wanted = { uuid, name: 'tg-100', enable: true, usageLimitBytes: 1024 ** 3, packageDays: 30 };

async function failureOf(
  listener: Listener,
  use: (client: PanelApi) => Promise<unknown> = (client) => client.createUser(wanted),
  options = {},
): Promise<PanelError> {
  return withPanel(
    listener,
    async (client) => {
      const error = await use(client).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof PanelError)) throw new Error(`no PanelError: ${String(error)}`);
      return error;
    },
    options,
  );
}

const answers = (status: number, body: unknown): Listener => {
  return (_, response) => sendJson(response, status, body);
};

const html = (status: number): Listener => {
  return (_, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
};

describe('the answers of a panel in words', () => {
  test.each([
    [403, { message: 'Unathorized', detail: {} }, 'unauthorized', 'operator'],
    [403, { msg: "You don't have permission to access this user" }, 'not-owned', 'give-up'],
    [404, { message: 'user not found', detail: {} }, 'not-found', 'give-up'],
    [404, { message: 'Not Found' }, 'route-missing', 'operator'],
    [405, { message: 'Method Not Allowed' }, 'route-missing', 'operator'],
    [400, { message: 'The user exists' }, 'exists', 'repair'],
    [400, { message: 'invalid request' }, 'misconfigured', 'operator'],
    [400, { msg: 'invalid' }, 'bot-user-agent', 'operator'],
    [422, { message: 'Validation error', detail: { json: { name: ['x'] } } }, 'invalid', 'give-up'],
    [500, { msg: '404 Not Found: The requested URL was not found' }, 'route-missing', 'operator'],
    [500, { msg: '405 Method Not Allowed' }, 'route-missing', 'operator'],
    [500, { msg: '400 Bad Request: malformed' }, 'invalid', 'give-up'],
    [500, { msg: "(1062, \"Duplicate entry 'x' for key 'uuid'\")" }, 'exists', 'repair'],
    [500, { msg: 'Error 111 connecting to redis' }, 'transient', 'retry'],
    [503, { message: 'busy' }, 'transient', 'retry'],
    [429, { message: 'slow down' }, 'transient', 'retry'],
  ])('%i %j is %s: %s', async (...[status, body, kind, advice]) => {
    expect(await failureOf(answers(status, body))).toMatchObject({ class: kind, advice, status });
  });

  test('a refused value is named by its field, never shown', async () => {
    const body = {
      message: 'Validation error',
      detail: { json: { usage_limit_GB: ['Not 31337'], 'a b': ['x'] } },
    };
    const error = await failureOf(answers(422, body));
    expect(error.reason).toBe('fields: usage_limit_GB');
    expect(error.message).not.toContain('31337');
  });
});

describe('what is not a panel', () => {
  test.each([200, 301, 400, 403, 404])('a web page with status %i means wrong settings', async (status) => {
    expect(await failureOf(html(status))).toMatchObject({ class: 'misconfigured', advice: 'operator' });
  });

  test.each([502, 503, 504])('a proxy page with status %i means try later', async (status) => {
    expect(await failureOf(html(status))).toMatchObject({ class: 'transient', advice: 'retry' });
  });

  test('a redirect is an error and is not followed, so the key never leaves in the clear', async () => {
    let requests = 0;
    const error = await failureOf((request, response) => {
      requests += 1;
      response.writeHead(308, { location: `http://${request.headers.host}/elsewhere/` }).end();
    });
    expect(error).toMatchObject({ class: 'misconfigured', reason: 'redirect' });
    expect(requests).toBe(1);
  });

  test('a body over the cap is dropped', async () => {
    const error = await failureOf(
      (_, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('"' + 'x'.repeat(5e6) + '"'),
      (client) => client.listUsers(),
      { maxBytes: 1_000_000 },
    );
    expect(error).toMatchObject({ class: 'misconfigured', reason: 'answer too large' });
  });

  test.each([
    ['a list where an object was due', []],
    ['a user without uuid', userAnswer({ uuid: null })],
    ['a number', 7],
  ])('JSON of another shape (%s) is not a user', async (_, body) => {
    expect(await failureOf(answers(200, body))).toMatchObject({ class: 'misconfigured' });
  });
});

describe('a bad line', () => {
  test('silence ends with the timeout', async () => {
    const error = await failureOf(
      () => undefined,
      (client) => client.me(),
      { timeoutMs: 100 },
    );
    expect(error).toMatchObject({ class: 'transient', reason: 'timeout' });
  });

  test('a body that drips for ever ends with the timeout', async () => {
    const error = await failureOf(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(drip));
      },
      (client) => client.me(),
      { timeoutMs: 150 },
    );
    expect(error).toMatchObject({ class: 'transient', reason: 'timeout' });
  });

  test('a body cut in the middle is worth a retry', async () => {
    const error = await failureOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"uuid":', () => response.destroy());
    });
    expect(error).toMatchObject({ class: 'transient', advice: 'retry' });
  });

  test('JSON that ends too early without a length is worth a retry', async () => {
    const error = await failureOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"uuid":"5f6a');
    });
    expect(error).toMatchObject({ class: 'transient', reason: 'not JSON' });
  });

  test('a closed port is worth a retry', async () => {
    const error = await failureOf(
      () => undefined,
      async (client) => client.me(),
      { url: 'http://127.0.0.1:9' },
    );
    expect(error).toMatchObject({ class: 'transient', reason: 'ECONNREFUSED' });
  });
});

test('no error shows the key, a path, a cookie, a private key or a text of the panel', async () => {
  const sql = `(1406, "Data too long for column 'name'") [parameters: secret-value]`;
  const listeners = [
    answers(500, { msg: sql }),
    answers(403, { message: sql }),
    html(200),
    answers(200, [userAnswer()]),
  ];
  for (const listener of listeners) {
    const error = await failureOf(listener);
    const written = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    for (const secret of [apiKey, adminPath, clientPath, 's3cret-cookie', 'secret-value', 'PRIVATE', uuid]) {
      expect(written).not.toContain(secret);
    }
  }
});
