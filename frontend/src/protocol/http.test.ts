import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { request, sessionHttp } from './http';
import { parsersFor } from './messages';

/** Answers once, or never where there is no answer to give. */
function serve(answer?: Response): ReturnType<typeof vi.fn> {
    const fetched = vi.fn<typeof fetch>(
        async (_path, options) =>
            answer ??
            new Promise((_resolve, reject) =>
                options?.signal?.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError'))),
            ),
    );
    vi.stubGlobal('fetch', fetched);
    return fetched;
}

beforeEach(() => {
    vi.useFakeTimers();
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

test('a browser that cannot make a signal with a timeout asks all the same', async () => {
    vi.stubGlobal('AbortSignal', { prototype: AbortSignal.prototype });
    serve(Response.json({ a: 1 }));
    await expect(request('/x', (value) => value)).resolves.toEqual({ outcome: 'ok', value: { a: 1 } });
});

test('who does not answer is given up after a while', async () => {
    serve();
    const asked = request('/x', () => undefined);
    await vi.advanceTimersByTimeAsync(15_000);
    await expect(asked).resolves.toEqual({ outcome: 'unreachable' });
});

const vote = { type: 'command', id: '1', name: 'vote', body: { question: 'q', n: 1, on: true } } as const;

test.each([
    [502, 'retry'],
    [429, 'retry'],
    [408, 'retry'],
    [403, 'nack'],
])('status %i from something in between comes to a %s', async (status, type) => {
    serve(new Response('<h1>Sorry</h1>', { status, headers: { 'Retry-After': '7' } }));
    const { command } = sessionHttp('ABC123', 'room', parsersFor('room'));
    await expect(command(vote)).resolves.toMatchObject({
        outcome: 'ok',
        value: { type, id: '1', retryAfterMs: 7_000 },
    });
});
