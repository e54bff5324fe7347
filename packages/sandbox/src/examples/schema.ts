/** As much of JSON Schema as the facts use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'string' | 'integer' | 'boolean' | 'object' | 'array';
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** A schema, and the named ones that it may refer to. */
export interface Shape {
  readonly schema: Schema;
  readonly named: Readonly<Record<string, Schema>>;
}

/** A value that fits none of its shapes; `expected` is undefined where there is no such name at all. */
export interface Mismatch {
  readonly path: string;
  readonly expected?: string;
}

/** The schema itself, references followed. */
export function resolve({ schema, named }: Shape): Schema {
  const name = schema.$ref?.slice('#/components/schemas/'.length);
  return name === undefined ? schema : resolve({ schema: named[name] ?? {}, named });
}

/** The shapes of one property in all shapes that have it. */
export function propertyShapes(shapes: readonly Shape[], name: string): Shape[] {
  return shapes.flatMap((shape) => {
    const properties = resolve(shape).properties ?? {};
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return property === undefined ? [] : [{ schema: property, named: shape.named }];
  });
}

/** The shapes of the items of all shapes that are lists. */
export function itemShapes(shapes: readonly Shape[]): Shape[] {
  return shapes.flatMap((shape) => {
    const { items: schema } = resolve(shape);
    return schema === undefined ? [] : [{ schema, named: shape.named }];
  });
}

/**
 * Where a value fits none of the shapes known for it. They are several because v2 and v3 describe the same thing; a
 * field that one of them knows is known, and what fits one of them is right.
 */
export function findMismatch(
  value: unknown,
  shapes: readonly Shape[],
  path: string,
  fits: Fit = fitsRead,
): Mismatch | undefined {
  if (shapes.length === 0) return { path };
  if (value === null || value === undefined) return undefined;
  // v2 calls a number a string: where v3 knows better, v3 is right.
  const isFiner = shapes.some((shape) => ['integer', 'boolean'].includes(resolve(shape).type ?? ''));
  const judges = isFiner ? shapes.filter((shape) => resolve(shape).type !== 'string') : shapes;
  const fitting = judges.filter((shape) => fits(value, resolve(shape)));
  if (fitting.length === 0) {
    return { path, expected: [...new Set(judges.map((shape) => resolve(shape).type ?? 'object'))].join('|') };
  }
  if (Array.isArray(value)) return findInList(value, fitting, path, fits);
  return typeof value === 'object' ? findInObject(value, fitting, path, fits) : undefined;
}

function findInList(values: readonly unknown[], shapes: readonly Shape[], path: string, fits: Fit) {
  const items = itemShapes(shapes);
  return first(values.entries(), ([index, value]) => findMismatch(value, items, `${path}[${index}]`, fits));
}

function findInObject(value: object, shapes: readonly Shape[], path: string, fits: Fit) {
  const isFree = shapes.some((shape) => Object.keys(resolve(shape).properties ?? {}).length === 0);
  if (isFree) return undefined;
  return first(Object.entries(value), ([name, one]) =>
    findMismatch(one, propertyShapes(shapes, name), path === '' ? name : `${path}.${name}`, fits),
  );
}

/** Whether a value is of a schema's type; what it holds is looked at then. */
export type Fit = (value: unknown, schema: Schema) => boolean;

/** In a request numbers and truth values may come as text, and the other way round: both protocols take either. */
function fitsRead(value: unknown, schema: Schema): boolean {
  switch (schema.type) {
    case 'string':
      return ['string', 'number', 'boolean'].includes(typeof value);
    case 'integer':
      return Number.isInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value));
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'array':
      return Array.isArray(value);
    default:
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

/** In an answer what Alipay writes as text is text. */
export function fitsWritten(value: unknown, schema: Schema): boolean {
  return schema.type === 'string' ? typeof value === 'string' : fitsRead(value, schema);
}

function first<T, R>(items: Iterable<T>, find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
