import { registerHooks } from 'node:module';

/**
 * Answers at once where the files of drizzle-orm lead when they import each other. Its package.json has 179 kB, and
 * Node 24 parses it for each of the hundred files and keeps every copy: 0.7 s of a start and 190 MB for good. Works
 * for what is imported after the call, until the function it answers is called.
 */
export function shortenPackageLookups(): () => void {
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      const { parentURL } = context;
      const isInside = parentURL !== undefined && parentURL.includes('/node_modules/drizzle-orm/');
      if (!isInside || !/^\.\.?\/.*\.js$/.test(specifier)) return nextResolve(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
    },
  });
  return () => hooks.deregister();
}
