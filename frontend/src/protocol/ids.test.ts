import { afterEach, expect, test, vi } from 'vitest';
import { newId } from './ids';

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

afterEach(() => vi.unstubAllGlobals());

test('makes random UUIDs', () => {
    expect(newId()).toMatch(uuid4);
});

test('makes them without a secure context too', () => {
    const { crypto } = globalThis;
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) });
    const ids = new Set(Array.from({ length: 200 }, newId));
    expect(ids.size).toBe(200);
    for (const id of ids) {
        expect(id).toMatch(uuid4);
    }
});
