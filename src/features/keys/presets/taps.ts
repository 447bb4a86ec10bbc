import { flag, oneOf, optional, whole } from '../../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../../telegram/screens/taps.ts';
import { appIds } from '../apps.rules.ts';
import { strengths } from '../protocols/packet-cut.rules.ts';
import { protocols } from '../protocols/registry.rules.ts';
import { presetParts } from './rules.ts';

export const open = defineTap('kp');
export const showPart = defineTap('kp.part', oneOf(presetParts));
export const ask = defineTap('kp.ask', whole);
export const setStrength = defineTap('kp.cut', oneOf(strengths));
/** Says what is wanted, so that two taps do it once; one that an earlier version drew says only that it is to change. */
export const switchProtocol = defineTap('kp.tog', oneOf(protocols), optional(flag));
export const listApps = defineTap('kp.apps');
export const switchApp = defineTap('kp.app', oneOf(appIds), optional(flag));
export const listServers = defineTap('kp.more');
export const addServer = defineTap('kp.more+');
/** Says of how many, for the same reason: the next one has the same place then. */
export const removeServer = defineTap('kp.more-', whole, optional(whole));
export const askFeed = defineTap('kp.feed?');
export const chooseFeed = defineTap('kp.feed', oneOf(['own', 'panel']));
export const tryOut = defineTap('kp.try');
export const askApply = defineTap('kp.go?');
export const apply = defineAnswer('kp.go', whole);
export const drop = defineAnswer('kp.drop');
export const listVersions = defineTap('kp.old');
export const restore = defineAnswer('kp.back', whole);
