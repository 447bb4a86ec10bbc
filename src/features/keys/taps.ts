import { oneOf, optional, text, whole } from '../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../telegram/screens/taps.ts';
import { networks, places } from './advice.rules.ts';
import { devices } from './apps.rules.ts';
import { formats } from './protocols/contract.rules.ts';
import { modes } from './protocols/packet-cut.rules.ts';
import { protocols } from './protocols/registry.rules.ts';

const mode = oneOf(modes);
const device = oneOf(devices);

export const show = defineTap('key', optional(mode));
export const compare = defineTap('key.cmp', mode);
export const advise = defineTap('key.adv', mode, optional(oneOf(places)), optional(oneOf(networks)));
export const asLink = defineTap('key.vless', mode, optional(oneOf(protocols)));
export const asPicture = defineTap('key.qr', mode);
export const asFile = defineTap('key.file', mode, optional(oneOf(formats)));
export const onDevice = defineTap('key.on', device, mode, optional(text));
export const step = defineTap('key.step', device, mode, text, oneOf(['t', 's', 'k']), whole);
