export interface ApiRequest {
  method: string;
  path: string;
  query: string;
  body: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}
