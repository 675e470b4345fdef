/**
 * Small parsers that check what comes over the wire and say where it is wrong. A parser either gives a value of its
 * type or throws {@link Malformed}; fields it does not name are ignored, because the protocol may grow.
 */
export type Parser<T> = (value: unknown, at: string) => T;

export class Malformed extends Error {
    override name = 'Malformed';
}

/** A field that is absent when it has no value. */
export interface Optional<T> {
    readonly optional: Parser<T>;
}

type Shape = Readonly<Record<string, Parser<unknown> | Optional<unknown>>>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends Optional<unknown> ? K : never }[keyof S];
type Fields<S extends Shape> = {
    readonly [K in Exclude<keyof S, OptionalKeys<S>>]: S[K] extends Parser<infer T> ? T : never;
} & { readonly [K in OptionalKeys<S>]?: S[K] extends Optional<infer T> ? T : never };

/** The type a parser gives. */
export type Parsed<P> = P extends Parser<infer T> ? T : never;

function refuse(at: string, wanted: string): never {
    throw new Malformed(`${at === '' ? 'message' : at} is not ${wanted}`);
}

export const string: Parser<string> = (value, at) => (typeof value === 'string' ? value : refuse(at, 'a string'));

export const boolean: Parser<boolean> = (value, at) => (typeof value === 'boolean' ? value : refuse(at, 'a boolean'));

export const number: Parser<number> = (value, at) =>
    typeof value === 'number' && Number.isFinite(value) ? value : refuse(at, 'a finite number');

/** An instant as ISO 8601 text, kept as text: rows are compared and stored, and only shown after formatting. */
export const instant: Parser<string> = (value, at) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : refuse(at, 'an instant');

/** What clocks in some time zone show, as text without an offset: `2026-12-03T19:00`. */
export const localTime: Parser<string> = (value, at) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(`${value}Z`)) ? value : refuse(at, 'a local time');

export function oneOf<const T extends readonly string[]>(...allowed: T): Parser<T[number]> {
    return (value, at) => allowed.find((word) => word === value) ?? refuse(at, `one of ${allowed.join(', ')}`);
}

export function optional<T>(parser: Parser<T>): Optional<T> {
    return { optional: parser };
}

export function list<T>(parser: Parser<T>): Parser<readonly T[]> {
    return (value, at) =>
        Array.isArray(value)
            ? value.map((element: unknown, index) => parser(element, `${at}[${index}]`))
            : refuse(at, 'a list');
}

export function dictionary<T>(parser: Parser<T>): Parser<ReadonlyMap<string, T>> {
    return (value, at) =>
        new Map(Object.entries(record(value, at)).map(([key, element]) => [key, parser(element, `${at}.${key}`)]));
}

export function object<const S extends Shape>(shape: S): Parser<Fields<S>> {
    const fields = Object.entries(shape);
    return (value, at) => {
        const source = record(value, at);
        const result: Record<string, unknown> = {};
        for (const [key, field] of fields) {
            const place = at === '' ? key : `${at}.${key}`;
            if (typeof field === 'function') {
                result[key] = field(source[key], place);
            } else if (source[key] !== undefined) {
                result[key] = field.optional(source[key], place);
            }
        }
        return result as Fields<S>;
    };
}

export function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, unknown>>)
        : refuse(at, 'an object');
}
