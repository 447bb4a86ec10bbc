import { expect, it } from 'vitest';
import { z } from 'zod';
import { differences, renderEnvExample } from '../../scripts/env-example/render.ts';
import { settingsInOrder } from '../../src/config/all-settings.ts';
import { defineSettings, needed, optional, withDefault } from '../../src/platform/setting.ts';

const chat = defineSettings('Chat', {
  token: needed({
    name: 'TOKEN',
    purpose: 'Token of the bot.',
    format: 'digits',
    example: '42',
    howToGet: 'Ask for one.',
    secret: true,
    schema: z.string(),
  }),
  secret: optional({
    name: 'SECRET',
    purpose: 'Signs.',
    format: 'letters',
    otherwise: 'derived from the token',
    schema: z.string(),
  }),
});

const http = defineSettings('HTTP', {
  port: withDefault({
    name: 'PORT',
    purpose: 'Where it listens.',
    format: 'a number',
    default: '8080',
    schema: z.coerce.number(),
  }),
  address: optional({
    name: 'ADDRESS',
    purpose: 'Who it is.',
    format: 'a name',
    otherwise: 'TOKEN',
    schema: z.string(),
  }),
});

const { token, secret } = chat.each;
const { port, address } = http.each;
const sample = [
  { ...token, group: chat.group },
  { ...port, group: http.group },
  { ...secret, group: chat.group },
  { ...address, group: http.group },
];

it('a required setting stands open, with what it is for and how to get it', () => {
  expect(renderEnvExample(sample)).toContain(
    '# Token of the bot. Required. Secret.\n# Format: digits, for example 42\n# How to get it: Ask for one.\nTOKEN=CHANGE_ME\n',
  );
});

it('an optional setting is commented out with its default', () => {
  expect(renderEnvExample(sample)).toContain('# Default: 8080\n# PORT=8080\n');
});

it('a default said in words is never offered as a value', () => {
  const rendered = renderEnvExample(sample);
  expect(rendered).toContain('# Default: derived from the token\n# SECRET=\n');
  expect(rendered).toContain('# Default: TOKEN\n# ADDRESS=\n');
});

it('settings of one group stand together', () => {
  const names = renderEnvExample(sample).match(/^(?:# )?[A-Z]+(?==)/gm);
  expect(names).toEqual(['TOKEN', '# SECRET', '# PORT', '# ADDRESS']);
});

it('every setting of the product is in the example once', () => {
  const rendered = renderEnvExample(settingsInOrder);
  for (const { name } of settingsInOrder)
    expect(rendered.match(new RegExp(`^(?:# )?${name}=`, 'gm'))).toHaveLength(1);
});

it('a value that the example offers is one the product accepts', () => {
  const offered = [...renderEnvExample(settingsInOrder).matchAll(/^# ([A-Z_]+)=(.+)$/gm)];
  const refused = offered.filter(([, name, value]) => {
    const setting = settingsInOrder.find((candidate) => candidate.name === name);
    return !setting?.read(value ?? '').ok;
  });
  expect(offered.length).toBeGreaterThan(5);
  expect(refused).toEqual([]);
});

it('a difference is told line by line', () => {
  expect(differences('a\nb\n', 'a\nb\n')).toEqual([]);
  expect(differences('a\nb\n', 'a\nc\n')).toEqual(['- b', '+ c']);
  expect(differences('a\nb\n', 'b\na\n')).not.toEqual([]);
});
