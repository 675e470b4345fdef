import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeviceStore } from './deviceStore';
import { Me } from './Me.svelte';

const store: DeviceStore = {
    get: () => undefined,
    set: () => undefined,
    remove: () => undefined,
    watch: () => () => undefined,
};

/** The identity side of a server: whether this browser has a key, and how often it says that too many come. */
let hasKey: boolean;
let refusals: number;
let minted: number;

function answer(status: number, body?: object): Response {
    return new Response(body === undefined ? null : JSON.stringify(body), { status });
}

function serve(path: string): Response {
    if (path === '/api/me') {
        return answer(200, { participant: hasKey, grants: [], signIn: false });
    }
    if (refusals > 0) {
        refusals -= 1;
        return answer(429, { code: 'too-many-requests', retryAfterMs: 6_000 });
    }
    hasKey = true;
    minted += 1;
    return answer(204);
}

beforeEach(() => {
    vi.useFakeTimers();
    hasKey = false;
    refusals = 0;
    minted = 0;
    vi.stubGlobal('navigator', {
        cookieEnabled: true,
        locks: { request: (_: string, work: () => Promise<unknown>) => work() },
    });
    vi.stubGlobal('fetch', (path: string) => Promise.resolve(serve(path)));
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

test('takes a key once', async () => {
    const me = new Me(store);
    expect(await me.participate()).toBe('new');
    expect(await me.participate()).toBe('known');
    expect(minted).toBe(1);
});

test('waits as long as the server asks where many come at once', async () => {
    refusals = 2;
    const me = new Me(store);
    const outcome = me.participate();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await outcome).toBe('new');
    expect(me.cookiesBlocked).toBe(false);
});

test('does not wait for ever, and blames no cookies', async () => {
    refusals = 10;
    const me = new Me(store);
    const outcome = me.participate();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toBe('busy');
    expect(me.cookiesBlocked).toBe(false);
});

test('takes another key when the one it had counts no more', async () => {
    const me = new Me(store);
    await me.participate();
    hasKey = false;
    expect(await me.renew()).toBe('new');
    expect(minted).toBe(2);
});
