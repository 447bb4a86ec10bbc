/** What a method answers instead of a result. Becomes `{ok: false, error_code, description, parameters}`. */
export class ApiError extends Error {
  readonly code: number;
  readonly description: string;
  readonly parameters: Readonly<Record<string, number>> | undefined;

  constructor(code: number, description: string, parameters?: Record<string, number>) {
    super(description);
    this.name = 'ApiError';
    this.code = code;
    this.description = description;
    this.parameters = parameters;
  }

  /** As HTTP tells it. */
  get statusCode(): number {
    return this.code;
  }
}

const prefixes: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** The message with a lower-cased first letter, unless the second character is upper-case or `_`. */
function withLowerStart(message: string): string {
  const second = message[1] ?? '';
  const staysVerbatim = second === '_' || second !== second.toLowerCase();
  return staysVerbatim ? message : message.charAt(0).toLowerCase() + message.slice(1);
}

/** Describes an error the way the Bot API server does: prefix of the code, colon, message. */
export function apiError(code: number, message: string, parameters?: Record<string, number>): ApiError {
  const prefix = prefixes[code] ?? 'Bad Request';
  return new ApiError(code, message === '' ? prefix : `${prefix}: ${withLowerStart(message)}`, parameters);
}

export const badRequest = (message: string): ApiError => apiError(400, message);
export const forbidden = (message: string): ApiError => apiError(403, message);
export const conflict = (message: string): ApiError => apiError(409, message);

export const tooManyRequests = (retryAfterSeconds: number): ApiError =>
  apiError(429, `retry after ${retryAfterSeconds}`, { retry_after: retryAfterSeconds });
