import { type Engine, isBuilt } from './engines.ts';
import type { World } from './world.ts';

type ServerName = keyof World['servers'];
const modes = ['standard', 'enhanced'] as const;

/** What each protocol is tried with: every engine that speaks it, by file and, where it reads them, by link. */
const byFile: Record<'reality' | 'hysteria' | 'shadowsocks', Engine[]> = {
  reality: [
    'xray-25.12.8',
    'xray-26.3.27',
    'xray-26.7.28',
    'sing-box-1.13.2',
    'sing-box-1.14.1',
    'mihomo-1.19.10',
  ],
  hysteria: ['xray-26.3.27', 'xray-26.7.28', 'sing-box-1.13.2', 'sing-box-1.14.1', 'mihomo-1.19.10'],
  shadowsocks: [
    'xray-25.12.8',
    'xray-26.3.27',
    'xray-26.7.28',
    'sing-box-1.13.2',
    'sing-box-1.14.1',
    'mihomo-1.19.10',
  ],
};
const byLink: Record<keyof typeof byFile, Engine[]> = {
  reality: ['mihomo-1.19.10'],
  hysteria: ['mihomo-1.19.10', 'hysteria-2.6.0'],
  shadowsocks: ['mihomo-1.19.10', 'shadowsocks-rust-1.25.0'],
};
const serversOf: Record<keyof typeof byFile, ServerName[]> = {
  reality: ['reality', 'realityOld', 'realityNewest'],
  hysteria: ['hysteria', 'hysteriaSingBox'],
  shadowsocks: ['shadowsocks', 'shadowsocksSingBox', 'shadowsocksRust'],
};
const kinds = ['reality', 'hysteria', 'shadowsocks'] as const;

/** Every server, engine, form and mode that go together, of the engines that are there. */
export const casesAtHand = () =>
  kinds.flatMap((kind) =>
    serversOf[kind]
      .filter((which) => isBuilt(engineOf[which] ?? 'xray-26.3.27'))
      .flatMap((which) =>
        modes.flatMap((mode) => [
          ...byFile[kind].filter(isBuilt).map((engine) => ({ which, engine, form: 'file' as const, mode })),
          ...byLink[kind].filter(isBuilt).map((engine) => ({ which, engine, form: 'link' as const, mode })),
        ]),
      ),
  );

/** The servers that need an engine which may not be there. */
const engineOf: Partial<Record<ServerName, Engine>> = {
  realityNewest: 'xray-26.7.28',
  shadowsocksRust: 'shadowsocks-rust-1.25.0',
};

/** What is tried once each: IPv6, and a range of ports to hop over. */
export const specialCases: readonly [Engine, ServerName, 'file' | 'link'][] = [
  ['xray-26.3.27', 'realityV6', 'file'],
  ['sing-box-1.14.1', 'realityV6', 'file'],
  ['mihomo-1.19.10', 'realityV6', 'file'],
  ['mihomo-1.19.10', 'realityV6', 'link'],
  ['xray-26.3.27', 'hysteriaHopping', 'file'],
  ['sing-box-1.14.1', 'hysteriaHopping', 'file'],
  ['mihomo-1.19.10', 'hysteriaHopping', 'file'],
  ['mihomo-1.19.10', 'hysteriaHopping', 'link'],
  ['hysteria-2.6.0', 'hysteriaHopping', 'link'],
];
