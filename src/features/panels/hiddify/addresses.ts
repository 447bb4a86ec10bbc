export interface PanelAddresses {
  origin: string;
  /** Path of an admin API route; the route ends with a slash. */
  admin(route: string): string;
  /** Path of a user API route; the route ends with a slash. */
  client(route: string): string;
  /** The full subscription address of one user. */
  subscription(uuid: string): string;
}

/**
 * Works out where a panel listens. Throws a plain `Error` that names the wrong setting and never shows it:
 * the two paths and the key are secrets.
 */
export function panelAddresses(settings: {
  url: string;
  adminPath: string;
  clientPath: string;
  apiKey: string;
}): PanelAddresses {
  const origin = panelOrigin(settings.url);
  const adminPath = secretPath('adminPath', settings.adminPath);
  const clientPath = secretPath('clientPath', settings.clientPath);
  if (!/^[\w-]{8,64}$/.test(settings.apiKey)) throw new Error('panel apiKey is not the uuid of an admin');
  return {
    origin,
    admin: (route) => `/${adminPath}/api/v2/${route}`,
    client: (route) => `/${clientPath}/api/v2/${route}`,
    subscription: (uuid) => `${origin}/${clientPath}/${uuid}/`,
  };
}

/** Plain http would carry the key in the clear, so it is for loopback alone. */
function panelOrigin(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(parsed?.hostname ?? '');
  const isAllowed = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback);
  if (!parsed || !isAllowed)
    throw new Error('panel url must be https://DOMAIN, or http on a loopback address');
  return parsed.origin;
}

function secretPath(setting: string, path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  if (/^[\w-]{1,100}$/.test(trimmed)) return trimmed;
  throw new Error(`panel ${setting} must be one path segment of letters and digits`);
}
