import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Networks } from './Networks.svelte';

const page = { hidden: false };
let asked: number;
let answer: object;

beforeEach(() => {
    vi.useFakeTimers();
    page.hidden = false;
    asked = 0;
    answer = { networks: { a: 4 } };
    vi.stubGlobal('document', page);
    vi.stubGlobal('fetch', (path: string) => {
        asked += 1;
        expect(path).toBe('/api/sessions/ABC123/desk/networks');
        return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }));
    });
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

test('knows of the questions that the server tells of, and forgets those that it does not any more', async () => {
    const networks = new Networks('ABC123');
    const stop = networks.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(networks.of('a')).toBe(4);
    expect(networks.of('b')).toBeUndefined();
    answer = { networks: {} };
    await vi.advanceTimersByTimeAsync(10_000);
    expect(networks.of('a')).toBeUndefined();
    stop();
});

test('asks nothing while nobody looks, nor after it was stopped', async () => {
    const stop = new Networks('ABC123').start();
    await vi.advanceTimersByTimeAsync(0);
    page.hidden = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(1);
    page.hidden = false;
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(1);
});
