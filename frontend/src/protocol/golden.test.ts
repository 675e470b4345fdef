import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsersFor } from './messages';

/** The messages the server's own tests read and write: both halves keep to the same files. */
const folder = new URL('../../../src/test/resources/wire/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const fromClient = ['command.json', 'ping.json'];
const overHttp = ['snapshot.json', 'page.json'];
const fromServer = readdirSync(folder).filter((name) => !fromClient.includes(name) && !overHttp.includes(name));

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
    const room = parsersFor('room');

    test('there are some', () => {
        expect(fromServer.length).toBeGreaterThanOrEqual(11);
    });

    test.each(fromServer)('%s is understood, whole', (name) => {
        expect(plain(room.message(read(name)))).toEqual(without(name, 'audience'));
    });

    test('the snapshot is understood, whole', () => {
        const parsed = room.snapshot(JSON.parse(read('snapshot.json')), '');
        expect(plain(parsed)).toEqual(without('snapshot.json', 'type', 'audience'));
    });

    test('a page is understood, whole', () => {
        const parsed = room.page(JSON.parse(read('page.json')), '');
        expect(plain(parsed)).toEqual(without('page.json', 'type'));
    });
});
