import type { Engine } from './engines.ts';
import type { World } from './world.ts';

type ServerName = keyof World['servers'];
const modes = ['standard', 'enhanced'] as const;

/** What each protocol is tried with: every engine that speaks it, by file and, where it reads them, by link. */
const byFile: Record<'reality' | 'hysteria' | 'shadowsocks', Engine[]> = {
  reality: ['xray-25.12.8', 'xray-26.3.27', 'sing-box-1.13.2', 'sing-box-1.14.1', 'mihomo-1.19.10'],
  hysteria: ['xray-26.3.27', 'sing-box-1.13.2', 'sing-box-1.14.1', 'mihomo-1.19.10'],
  shadowsocks: ['xray-25.12.8', 'xray-26.3.27', 'sing-box-1.13.2', 'sing-box-1.14.1', 'mihomo-1.19.10'],
};
const byLink: Record<keyof typeof byFile, Engine[]> = {
  reality: ['mihomo-1.19.10'],
  hysteria: ['mihomo-1.19.10', 'hysteria-2.6.0'],
  shadowsocks: ['mihomo-1.19.10'],
};
const serversOf: Record<keyof typeof byFile, ServerName[]> = {
  reality: ['reality', 'realityOld'],
  hysteria: ['hysteria', 'hysteriaSingBox'],
  shadowsocks: ['shadowsocks', 'shadowsocksSingBox'],
};
const kinds = ['reality', 'hysteria', 'shadowsocks'] as const;

/** Every server, engine, form and mode that go together. */
export const cases = kinds.flatMap((kind) =>
  serversOf[kind].flatMap((which) =>
    modes.flatMap((mode) => [
      ...byFile[kind].map((engine) => ({ which, engine, form: 'file' as const, mode })),
      ...byLink[kind].map((engine) => ({ which, engine, form: 'link' as const, mode })),
    ]),
  ),
);
