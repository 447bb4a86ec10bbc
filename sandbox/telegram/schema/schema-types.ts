/** A name (`Integer`, `Float`, `String`, `Boolean`, `True`, `InputFile`, or an object of the schema), or something made of types. */
export type TypeRef = string | { array: TypeRef } | { anyOf: TypeRef[] } | { enum: (string | number)[] };

export type RangeUnit = 'characters' | 'bytes' | 'items' | 'value';

export interface Field {
  type: TypeRef;
  required?: true;
  min?: number;
  max?: number;
  unit?: RangeUnit;
  /** The length counts after the entities were parsed out of the text. */
  afterParsing?: true;
}

export type Fields = Record<string, Field>;

/** The Bot API in one value. No object and no method takes a field that is not listed. */
export interface BotApiSchema {
  source: string;
  version: string;
  apiVersion: string;
  /** Of the declaration files it was made from, in the order objects, params, methods. */
  sha256: string;
  methods: Record<string, Fields>;
  objects: Record<string, Fields>;
  /** Names that stand for one of several types, or for one of several words. */
  unions: Record<string, TypeRef>;
}
