import { z } from 'zod';
import { address, group, secretPath, timeZone, yesOrNo } from './setting.ts';

export const panel = group('Hiddify panel', [
  {
    name: 'PANEL_DOMAIN',
    purpose: 'Domain of the Hiddify panel.',
    format: 'host name',
    example: 'vpn.example.com',
    required: 'production',
    howToGet: 'The domain in the address of your panel.',
    schema: z.string().regex(/^[^\s/]+$/, 'a host name without https:// and without a path'),
  },
  {
    name: 'PANEL_URL',
    purpose: 'Address of the panel, when it differs from https://PANEL_DOMAIN.',
    format: 'https address, or http on loopback',
    required: 'no',
    schema: address,
  },
  {
    name: 'HIDDIFY_API_TOKEN',
    purpose: "The admin's uuid: it is the key of the panel's API.",
    format: 'uuid',
    required: 'production',
    secret: true,
    howToGet: 'Panel → Admins; or the last part of the admin link.',
    schema: z.guid(),
  },
  {
    name: 'HIDDIFY_ADMIN_PATH',
    purpose: 'Secret path of the admin side.',
    format: 'letters and digits',
    required: 'production',
    secret: true,
    howToGet: 'First part of the path in the admin link: https://domain/<this>/<uuid>/.',
    schema: secretPath,
  },
  {
    name: 'HIDDIFY_CLIENT_PATH',
    purpose: "Secret path of the people's side.",
    format: 'letters and digits',
    required: 'production',
    secret: true,
    howToGet: 'First part of the path in any user link of the panel.',
    schema: secretPath,
  },
  {
    name: 'PANEL_TIME_ZONE',
    purpose:
      'Time zone of the server this panel runs on: its calendar decides on which date access ends. Panels added in the bot have their own.',
    format: 'IANA name',
    default: 'TIME_ZONE',
    required: 'no',
    howToGet: '`timedatectl` on that server.',
    schema: timeZone,
  },
  {
    name: 'PANEL_SETTLES',
    purpose:
      'Whether this panel offers protocols of sing-box or WireGuard (Hysteria2, TUIC, Shadowsocks-2022), whose cores may miss a burst of changes before version 13.',
    format: 'yes or no',
    default: 'no',
    required: 'no',
    schema: yesOrNo,
  },
  {
    name: 'PANEL_ALLOW_PRIVATE',
    purpose: 'Whether admins may add panels that stand in a private network, or answer without https.',
    format: 'yes or no',
    default: 'no',
    required: 'no',
    schema: yesOrNo,
  },
  {
    name: 'SECRETS_KEY',
    purpose:
      'Key under which access to panels is kept in the database. Another one, or another token while this is unset, locks out panels added in the bot.',
    format: 'at least 16 characters',
    default: 'derived from the bot token',
    required: 'no',
    secret: true,
    schema: z.string().min(16),
  },
]);
