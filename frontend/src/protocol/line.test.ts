import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openEvents } from './events';
import { abnormal } from './line';
import type { Line, OpenLine } from './line';
import { openSocket } from './socket';
import type { Audience } from './views';

/** The browser's end of a transport, played by the test. */
interface Far {
    readonly opens: () => void;
    readonly says: (text: string) => void;
    readonly ends: (code: number) => void;
    readonly breaks: () => void;
    readonly isClosed: () => boolean;
}

let far: Far;
let asked: number;

class FakeSocket {
    static readonly OPEN = 1;
    readyState = 0;
    onopen: () => void = () => undefined;
    onmessage: (event: { data: unknown }) => void = () => undefined;
    onclose: (event: { code: number }) => void = () => undefined;

    constructor() {
        far = {
            opens: () => {
                this.readyState = FakeSocket.OPEN;
                this.onopen();
            },
            says: (data) => this.onmessage({ data }),
            ends: (code) => this.onclose({ code }),
            breaks: () => this.onclose({ code: abnormal }),
            isClosed: () => this.readyState === 3,
        };
    }

    send(text: string): void {
        asked += text === '{"type":"ping"}' ? 1 : 0;
    }

    close(): void {
        this.readyState = 3;
    }
}

class FakeEventSource {
    static readonly OPEN = 1;
    readyState = 0;
    onopen: () => void = () => undefined;
    onmessage: (event: { data: unknown }) => void = () => undefined;
    onerror: () => void = () => undefined;
    #close: (event: { data: unknown }) => void = () => undefined;

    constructor() {
        far = {
            opens: () => {
                this.readyState = FakeEventSource.OPEN;
                this.onopen();
            },
            says: (data) => this.onmessage({ data }),
            ends: (code) => this.#close({ data: JSON.stringify({ code, reason: 'as it may be' }) }),
            breaks: () => this.onerror(),
            isClosed: () => this.readyState === 2,
        };
    }

    addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
        if (type === 'close') {
            this.#close = listener;
        }
    }

    close(): void {
        this.readyState = 2;
    }
}

const ways: readonly (readonly [string, OpenLine, number])[] = [
    ['socket', openSocket, 3_000],
    ['stream of events', openEvents, 8_000],
];

beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('EventSource', FakeEventSource);
    vi.stubGlobal('location', { protocol: 'http:', host: 'localhost' });
    vi.stubGlobal('navigator', { onLine: true });
    asked = 0;
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
});

describe.each(ways)('a %s', (_name, open, heardWithinMs) => {
    let closed: number[];
    let heard: string[];
    let line: Line;

    function begin(audience: Audience = 'room') {
        closed = [];
        heard = [];
        line = open(
            { code: 'ABC123', audience, epoch: 'one', seq: 10 },
            {
                opened: () => heard.push('open'),
                message: (text) => heard.push(text),
                closed: (code) => closed.push(code),
            },
        );
    }

    test('tells what it bears, and the code it is closed with, and nothing after that', () => {
        begin();
        far.opens();
        far.says('one');
        far.ends(4003);
        far.says('two');
        far.breaks();
        expect(heard).toEqual(['open', 'one']);
        expect(closed).toEqual([4003]);
        expect(far.isClosed()).toBe(true);
    });

    test('that breaks has no code of its own', () => {
        begin();
        far.breaks();
        expect(closed).toEqual([abnormal]);
    });

    test('that is closed from here says nothing', () => {
        begin();
        far.opens();
        line.close();
        far.ends(4000);
        vi.advanceTimersByTime(120_000);
        expect(closed).toEqual([]);
        expect(far.isClosed()).toBe(true);
    });

    test.each([
        ['desk', 15_000],
        ['stage', 15_000],
        ['room', 30_000],
        ['overlay', 30_000],
    ] as const)('of the %s is given up after %i ms of silence', (audience, silenceMs) => {
        begin(audience);
        far.opens();
        vi.advanceTimersByTime(silenceMs - 1);
        far.says('{"type":"pong"}');
        vi.advanceTimersByTime(silenceMs - 1);
        expect(closed).toEqual([]);
        vi.advanceTimersByTime(1);
        expect(closed).toEqual([abnormal]);
        expect(far.isClosed()).toBe(true);
    });

    test('that is doubted and open is given up when nothing comes soon, however often it is doubted', () => {
        begin();
        far.opens();
        line.probe();
        vi.advanceTimersByTime(heardWithinMs - 1);
        line.probe();
        expect(closed).toEqual([]);
        vi.advanceTimersByTime(1);
        expect(closed).toEqual([abnormal]);
    });

    test('that is doubted and still on its way is given up after ten seconds', () => {
        begin();
        line.probe();
        vi.advanceTimersByTime(9_999);
        expect(closed).toEqual([]);
        vi.advanceTimersByTime(1);
        expect(closed).toEqual([abnormal]);
    });

    test('is given up soon on a device without network, though the last words on their way come in', () => {
        begin();
        far.opens();
        vi.stubGlobal('navigator', { onLine: false });
        line.probe();
        far.says('on its way');
        vi.advanceTimersByTime(1_000 + heardWithinMs - 1);
        expect(closed).toEqual([]);
        vi.advanceTimersByTime(1);
        expect(closed).toEqual([abnormal]);
    });

    test('lives on while it is heard, whatever the device says of its network', () => {
        begin();
        far.opens();
        vi.stubGlobal('navigator', { onLine: false });
        for (let second = 0; second < 60; second += 2) {
            vi.advanceTimersByTime(2_000);
            far.says('a sign of life');
        }
        expect(closed).toEqual([]);
    });

    test('that was doubted lives on when it opens after all', () => {
        begin();
        line.probe();
        vi.advanceTimersByTime(9_000);
        far.opens();
        vi.advanceTimersByTime(9_000);
        expect(closed).toEqual([]);
    });

    test('that the browser forbids ends like one that the network breaks', () => {
        const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
        vi.stubGlobal('WebSocket', undefined);
        vi.stubGlobal('EventSource', undefined);
        begin();
        expect(closed).toEqual([]);
        vi.advanceTimersByTime(0);
        expect(closed).toEqual([abnormal]);
        expect(warn).toHaveBeenCalledOnce();
    });
});

test('a socket is asked when it is silent', () => {
    openSocket(
        { code: 'ABC123', audience: 'desk', epoch: 'one', seq: 10 },
        { opened: () => undefined, message: () => undefined, closed: () => undefined },
    );
    far.opens();
    vi.advanceTimersByTime(5_000);
    expect(asked).toBe(1);
});

test('a stream whose close cannot be read has broken', () => {
    const closed: number[] = [];
    openEvents(
        { code: 'ABC123', audience: 'room', epoch: 'one', seq: 10 },
        { opened: () => undefined, message: () => undefined, closed: (code) => closed.push(code) },
    );
    far.ends(Number.NaN);
    expect(closed).toEqual([abnormal]);
});
