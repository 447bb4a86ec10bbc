import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCopy } from './copy.ts';

const patience = 60_000;

test.each([
  [['--port', 'abc'], '--port abc: give a whole number from 1 to 65534, such as --port 9000'],
  [['--port', '65535'], '--port 65535: give a whole number from 1 to 65534, such as --port 9000'],
  [['--port', '0x50'], '--port 0x50: give a whole number from 1 to 65534, such as --port 9000'],
  [
    ['--prot'],
    "Unknown option '--prot'. This is what there is: npm start -- [--port 8080] [--fresh] [--help]",
  ],
  [
    ['anew'],
    "Unexpected argument 'anew'. This is what there is: npm start -- [--port 8080] [--fresh] [--help]",
  ],
])(
  'npm start -- %j ends with 1 and says what is possible',
  async (args, line) => {
    const copy = await openCopy();
    const { code, output } = await copy.fail(args);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/^[^\n]+\n$/) });
    expect(output.replace(/ This command does not take.*?\. /, ' ')).toContain(line);
  },
  patience,
);

test.each(['--help', '-h'])(
  'npm start -- %s says what each option does',
  async (option) => {
    const { code, output } = await (await openCopy()).fail([option]);
    expect(code).toBe(0);
    for (const known of ['--port 8080 ', '--fresh ', '--help, -h ', 'TELEGRAM_BOT_TOKEN'])
      expect(output).toContain(known);
  },
  patience,
);

test(
  'a taken port is named, with another one to try',
  async () => {
    const copy = await openCopy();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { code, output } = await copy.fail(['--port', String(port)]);
    expect(output).toMatch(
      new RegExp(
        `^Starting the sandbox…\nPort ${port} is taken\\. Choose another one: npm start -- --port \\d+\n$`,
      ),
    );
    expect(code).toBe(1);
  },
  patience,
);

test(
  'a folder that cannot be written is named',
  async () => {
    const copy = await openCopy();
    writeFileSync(path.join(copy.folder, '.data'), 'a file where a folder has to be');
    const { code, output } = await copy.fail();
    expect(output).toMatch(
      /^Starting the sandbox…\nThe sandbox cannot write to \S+\.data\S+ \(\w+\)\. Start it in a folder[^\n]+\n$/,
    );
    expect(code).toBe(1);
  },
  patience,
);

test(
  'a bot that does not start is heard with its last words',
  async () => {
    const copy = await openCopy();
    const { code, output } = await copy.fail([], { TRIAL_DAYS: 'many' });
    expect(output).toMatch(/^The bot did not start\. Its last words:\n/m);
    expect(output).toContain('TRIAL_DAYS');
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  },
  patience,
);

test(
  'the real bot is never started with --fresh',
  async () => {
    const copy = await openCopy();
    const { code, output } = await copy.fail(['--fresh'], { TELEGRAM_BOT_TOKEN: '1:x' });
    expect(output).toMatch(/^--fresh empties the sandbox, and this would be the real bot[^\n]+\n$/);
    expect(code).toBe(1);
  },
  patience,
);
