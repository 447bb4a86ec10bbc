/** Speed, never truth: anything in it may be gone at any moment, and no method ever rejects for that. */
export interface Cache {
  /** The JSON value, for the caller to validate; undefined on a miss. */
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Whether this call was the one that set it. */
  setIfAbsent(key: string, value: unknown, ttlMs: number): Promise<boolean>;
  /** The value, which no later call sees any more. */
  getDelete(key: string): Promise<unknown>;
  /** Counts up; the first count starts the time. Counters are apart from values. Answers count and time left. */
  incrementWithTtl(key: string, ttlMs: number): Promise<[count: number, ttlMs: number]>;
  /** Takes one token from the bucket. Answers 0, or after how many milliseconds there will be one. */
  takeToken(key: string, bucket: TokenBucket): Promise<number>;
  /** Tells every process that listens now, this one included. A process cut off does not hear it. */
  publish(channel: string, message: string): Promise<void>;
  /** Answers the function that ends the subscription. */
  subscribe(channel: string, listener: (message: string) => void): () => void;
  /** False while answers come from this process alone although a shared cache is configured. */
  isHealthy(): boolean;
  close(): Promise<void>;
}

/** A bucket holds `burst` tokens and gains `perSecond`; the time is the caller's. */
export interface TokenBucket {
  burst: number;
  perSecond: number;
  nowMs: number;
}
