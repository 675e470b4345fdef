import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsersFor } from './messages';
import { views } from './views';
import type { Audience } from './views';

/**
 * The messages the server's own tests read and write: both halves keep to the same files. A file is named by the
 * message's type and, where that is not the room, its audience.
 */
const folder = new URL('../../../src/test/resources/wire/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const typeOf = (name: string) => name.split('.')[0] ?? '';
const all = readdirSync(folder);
const of = (...types: readonly string[]) => all.filter((name) => types.includes(typeOf(name)));
const fromServer = all.filter((name) => !of('command', 'ping', 'snapshot', 'page').includes(name));

function audienceOf(name: string): Audience {
    const [, second] = name.split('.');
    return (Object.keys(views) as Audience[]).find((audience) => audience === second) ?? 'room';
}

/** Maps as the objects they are on the wire. */
function plain(value: unknown): unknown {
    const text = JSON.stringify(value, (_key, part: unknown): unknown =>
        part instanceof Map ? Object.fromEntries(part) : part,
    );
    return JSON.parse(text);
}

/** A message's fields without those that a client knows before it reads them. */
function without(name: string, ...known: readonly string[]): unknown {
    const fields = Object.entries(JSON.parse(read(name)) as Record<string, unknown>);
    return Object.fromEntries(fields.filter(([key]) => !known.includes(key)));
}

describe('golden messages', () => {
    test('there are some', () => {
        expect(new Set(fromServer.map(typeOf)).size).toBeGreaterThanOrEqual(11);
        expect(new Set(of('snapshot').map(audienceOf)).size).toBe(4);
    });

    test.each(fromServer)('%s is understood, whole', (name) => {
        expect(plain(parsersFor(audienceOf(name)).message(read(name)))).toEqual(without(name, 'audience'));
    });

    test.each(of('snapshot'))('%s is understood, whole', (name) => {
        const parsed = parsersFor(audienceOf(name)).snapshot(JSON.parse(read(name)), '');
        expect(plain(parsed)).toEqual(without(name, 'type', 'audience'));
    });

    test.each(of('page'))('%s is understood, whole', (name) => {
        const parsed = parsersFor(audienceOf(name)).page(JSON.parse(read(name)), '');
        expect(plain(parsed)).toEqual(without(name, 'type'));
    });
});
