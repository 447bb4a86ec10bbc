import { readFileSync } from 'node:fs';

/** The parts of Stripe's description that are read here; OpenAPI 3.0 writes null as `nullable`. */
interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  maxLength?: number;
}

interface Operation {
  parameters?: readonly { name: string; in: string }[];
  requestBody?: { content: Readonly<Record<string, { schema: Schema }>> };
}

interface Description {
  components: { schemas: Readonly<Record<string, Schema>> };
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface PublishedApi {
  /** What is wrong with a value as the named schema, each with its path; also properties that nobody has described. */
  faultsOf(value: unknown, schemaName: string): string[];
  /** Names of the top-level parameters of an operation, nothing when there is no such operation. */
  parametersOf(method: string, path: string): readonly string[] | undefined;
  schemaOf(object: string): string | undefined;
}

export function readPublishedApi(file: string): PublishedApi {
  const { components, paths } = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const named = (name: string): Schema => {
    const schema = components.schemas[name];
    if (!schema) throw new Error(`no schema ${name}`);
    return schema;
  };

  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : named(schema.$ref.split('/').at(-1) ?? '');

  function check(value: unknown, given: Schema, path: string): string[] {
    const schema = resolve(given);
    if (value === null) return schema.nullable || given.nullable ? [] : [`${path} is null`];
    if (schema.anyOf) return checkAny(value, schema.anyOf, path);
    if (schema.enum && !schema.enum.includes(value)) return [`${path} is ${JSON.stringify(value)}`];
    switch (schema.type) {
      case 'object':
        return checkObject(value, schema, path);
      case 'array':
        return Array.isArray(value)
          ? value.flatMap((item, index) => check(item, schema.items ?? {}, `${path}[${index}]`))
          : [`${path} is no array`];
      case 'integer':
        return Number.isInteger(value) ? [] : [`${path} is no integer`];
      case 'string':
        if (typeof value !== 'string') return [`${path} is no string`];
        return value.length > (schema.maxLength ?? Infinity) ? [`${path} is too long`] : [];
      case 'boolean':
      case 'number':
        return typeof value === schema.type ? [] : [`${path} is no ${schema.type}`];
      default:
        return [];
    }
  }

  /** The alternative that fits; else what is wrong with the one that comes nearest. */
  function checkAny(value: unknown, alternatives: readonly Schema[], path: string): string[] {
    const results = alternatives.map((alternative) => check(value, alternative, path));
    return results.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }

  function checkObject(value: unknown, schema: Schema, path: string): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
    const missing = (schema.required ?? [])
      .filter((name) => !(name in value))
      .map((name) => `${path}.${name} is missing`);
    const inner = Object.entries(value).flatMap(([name, each]) => {
      const known = schema.properties?.[name];
      if (known) return check(each, known, `${path}.${name}`);
      if (typeof schema.additionalProperties === 'object')
        return check(each, schema.additionalProperties, `${path}.${name}`);
      return schema.properties ? [`${path}.${name} is unknown`] : [];
    });
    return [...missing, ...inner];
  }

  return {
    faultsOf: (value, name) => check(value, named(name), name),
    parametersOf(method, path) {
      const operation = paths[path]?.[method.toLowerCase()];
      if (!operation) return undefined;
      const form =
        operation.requestBody?.content['application/x-www-form-urlencoded']?.schema.properties ?? {};
      const query = (operation.parameters ?? [])
        .filter((each) => each.in === 'query')
        .map(({ name }) => name);
      return [...query, ...Object.keys(form)];
    },
    schemaOf: (object) => (components.schemas[object] ? object : undefined),
  };
}
