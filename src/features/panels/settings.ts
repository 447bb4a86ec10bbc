import { z } from 'zod';
import { defineSettings, needed, optional, withDefault } from '../../platform/setting.ts';
import { address, yesOrNo, timeZone } from '../../platform/setting-formats.ts';

const secretPath = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'one part of a path: letters, digits, - and _, without slashes');

/** The first panel, and what holds for all. */
export const panelSettings = defineSettings('Hiddify panel', {
  domain: needed({
    name: 'PANEL_DOMAIN',
    purpose: 'Domain of the Hiddify panel.',
    format: 'host name',
    example: 'vpn.example.com',
    howToGet: 'The domain in the address of your panel.',
    schema: z.string().refine(isDomain, 'a host name without https:// and without a path'),
  }),
  url: optional({
    name: 'PANEL_URL',
    purpose: 'Address of the panel, when it differs from https://PANEL_DOMAIN.',
    format: 'https address, or http on loopback',
    schema: address,
  }),
  apiKey: needed({
    name: 'HIDDIFY_API_TOKEN',
    purpose: "The admin's uuid: it is the key of the panel's API.",
    format: 'uuid',
    example: '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b',
    secret: true,
    howToGet: 'Panel → Admins; or the last part of the admin link.',
    schema: z.guid(),
  }),
  adminPath: needed({
    name: 'HIDDIFY_ADMIN_PATH',
    purpose: 'Secret path of the admin side.',
    format: 'letters and digits',
    secret: true,
    howToGet: 'First part of the path in the admin link: https://domain/<this>/<uuid>/.',
    schema: secretPath,
  }),
  clientPath: needed({
    name: 'HIDDIFY_CLIENT_PATH',
    purpose: "Secret path of the people's side.",
    format: 'letters and digits',
    secret: true,
    howToGet: 'First part of the path in any user link of the panel.',
    schema: secretPath,
  }),
  timeZone: optional({
    name: 'PANEL_TIME_ZONE',
    purpose:
      'Time zone of the server this panel runs on: its calendar decides on which date access ends. Panels added in the bot have their own.',
    format: 'IANA name such as Europe/Moscow',
    otherwise: 'TIME_ZONE',
    howToGet: '`timedatectl` on that server says it.',
    schema: timeZone,
  }),
  needsReapply: withDefault({
    name: 'PANEL_SETTLES',
    purpose:
      'Whether this panel offers protocols of sing-box or WireGuard, such as Hysteria2, whose cores may miss a burst of changes before version 13.',
    format: 'yes or no',
    default: 'no',
    schema: yesOrNo,
  }),
  allowPrivate: withDefault({
    name: 'PANEL_ALLOW_PRIVATE',
    purpose: 'Whether panels that admins add may stand in a private network, or answer without https.',
    format: 'yes or no',
    default: 'no',
    schema: yesOrNo,
  }),
  secretsKeys: optional({
    name: 'SECRETS_KEY',
    purpose:
      'Key under which secrets are kept in the database, and links and webhooks are signed: the same for every process, and kept with the backups. To replace it give the new one first and the former ones after it; the next start seals everything anew.',
    format: 'at least 16 characters each, separated by commas, the newest first',
    otherwise:
      'made at the first start in the data folder of the embedded database; without one it is needed',
    secret: true,
    howToGet: 'Make one with `openssl rand -hex 32`.',
    // A single key of an earlier version may hold a comma.
    schema: z
      .string()
      .transform((text) => {
        const keys = text.split(',').map((key) => key.trim());
        return keys.length > 1 ? [...keys.filter((key) => key !== ''), text] : keys;
      })
      .refine(
        (keys) => keys.every((key) => key.length >= 16),
        'a key of 16 characters or more, or several of them',
      ),
  }),
});

/** With a port, if need be. */
function isDomain(value: string): boolean {
  return /^[^\s/@?#]+$/.test(value) && URL.canParse(`https://${value}`);
}
