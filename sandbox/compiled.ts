import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Also for `node --import`: what this process compiles is kept beside the packages, and the next one reads it from there, which takes half the
 * time of loading. A folder that cannot be written changes nothing.
 */
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));
