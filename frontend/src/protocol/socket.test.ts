import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { abnormal, openSocket } from './socket';
import type { Line } from './socket';

class FakeSocket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static last: FakeSocket;
    readyState = FakeSocket.CONNECTING;
    readonly sent: string[] = [];
    onopen: () => void = () => undefined;
    onmessage: (event: { data: unknown }) => void = () => undefined;
    onclose: (event: { code: number }) => void = () => undefined;

    constructor() {
        FakeSocket.last = this;
    }

    send(text: string): void {
        this.sent.push(text);
    }

    close(): void {
        this.readyState = 3;
    }
}

let closed: number[];
let line: Line;

beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('location', { protocol: 'http:', host: 'localhost' });
    closed = [];
    line = openSocket(
        { code: 'ABC123', audience: 'room', epoch: 'one', seq: 10 },
        { opened: () => undefined, message: () => undefined, closed: (code) => closed.push(code) },
    );
});

afterEach(() => {
    line.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

function opens(): void {
    FakeSocket.last.readyState = FakeSocket.OPEN;
    FakeSocket.last.onopen();
}

describe('a socket that is doubted', () => {
    test('and open is asked, and given up when it does not answer in three seconds', () => {
        opens();
        line.probe();
        expect(FakeSocket.last.sent).toEqual(['{"type":"ping"}']);
        vi.advanceTimersByTime(2_999);
        expect(closed).toEqual([]);
        vi.advanceTimersByTime(1);
        expect(closed).toEqual([abnormal]);
    });

    test('and still on its way is given up after ten seconds', () => {
        line.probe();
        vi.advanceTimersByTime(9_999);
        expect(closed).toEqual([]);
        vi.advanceTimersByTime(1);
        expect(closed).toEqual([abnormal]);
    });

    test('lives on when it opens after all', () => {
        line.probe();
        vi.advanceTimersByTime(9_000);
        opens();
        vi.advanceTimersByTime(9_000);
        expect(closed).toEqual([]);
    });
});
