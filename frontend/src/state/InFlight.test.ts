import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Command } from '../protocol/commands';
import { noon } from '../testing/rows';
import { InFlight } from './InFlight';

const minute = 60_000;
let sent: string[];
let line: InFlight<'room'>;

const vote = (id: string): Command => ({ type: 'command', id, name: 'vote', body: { question: 'q', n: 1, on: true } });
const refusal = (id: string, code: string) => ({ type: 'nack', id, problem: { code } }) as const;

beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    line = new InFlight((command) => sent.push(command.id));
});

afterEach(() => vi.useRealTimers());

test('a command made without a line waits for one', async () => {
    const outcome = line.send(vote('1'), minute);
    expect(sent).toEqual([]);
    line.lineUp();
    expect(sent).toEqual(['1']);
    line.answered({ type: 'ack', id: '1', at: noon });
    await expect(outcome).resolves.toMatchObject({ kind: 'done', ack: { id: '1' } });
});

test('what is unanswered goes over the next line with the same id, in order', () => {
    line.lineUp();
    void line.send(vote('1'), minute);
    void line.send(vote('2'), minute);
    line.lineDown();
    line.lineUp();
    expect(sent).toEqual(['1', '2', '1', '2']);
});

test('silence and retry send it again, a refusal does not', async () => {
    line.lineUp();
    const outcome = line.send(vote('1'), minute);
    await vi.advanceTimersByTimeAsync(10_001);
    expect(sent).toEqual(['1', '1']);
    line.answered({ type: 'retry', id: '1', retryAfterMs: 700 });
    await vi.advanceTimersByTimeAsync(699);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2);
    expect(sent).toHaveLength(3);
    line.answered(refusal('1', 'voting-closed'));
    await expect(outcome).resolves.toMatchObject({ kind: 'refused', code: 'voting-closed' });
    await vi.advanceTimersByTimeAsync(minute);
    expect(sent).toHaveLength(3);
});

test('a busy server is asked again by itself', async () => {
    line.lineUp();
    void line.send(vote('1'), minute);
    line.answered({ ...refusal('1', 'busy'), retryAfterMs: 300 });
    await vi.advanceTimersByTimeAsync(301);
    expect(sent).toEqual(['1', '1']);
});

test.each(['busy', 'unavailable', 'too-many-in-flight'])(
    '%s is asked again, each time after twice as long',
    async (code) => {
        line.lineUp();
        void line.send(vote('1'), undefined);
        for (const restMs of [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]) {
            const before = sent.length;
            line.answered(refusal('1', code));
            await vi.advanceTimersByTimeAsync(restMs - 1);
            expect(sent).toHaveLength(before);
            await vi.advanceTimersByTimeAsync(1);
            expect(sent).toHaveLength(before + 1);
        }
    },
);

test.each([
    ['some-new-code', 'unknown-code'],
    ['fault', 'fault'],
    ['too-many-requests', 'too-many-requests'],
])('%s is a refusal, told once as %s', async (code, told) => {
    line.lineUp();
    const outcome = line.send(vote('1'), minute);
    line.answered(refusal('1', code));
    await expect(outcome).resolves.toMatchObject({ kind: 'refused', code: told });
    await vi.advanceTimersByTimeAsync(minute);
    expect(sent).toEqual(['1']);
});

test('what nobody gives up waits as long as the page is there', async () => {
    const outcome = line.send(vote('1'), undefined);
    await vi.advanceTimersByTimeAsync(24 * 60 * minute);
    line.lineUp();
    expect(sent).toEqual(['1']);
    line.answered({ type: 'ack', id: '1', at: noon });
    await expect(outcome).resolves.toMatchObject({ kind: 'done' });
});

test('at most eight are on the line at once', () => {
    line.lineUp();
    for (let n = 1; n <= 10; n += 1) {
        void line.send(vote(String(n)), minute);
    }
    expect(sent).toHaveLength(8);
    line.answered({ type: 'ack', id: '3', at: noon });
    expect(sent.at(-1)).toBe('9');
});

test('nobody waits for ever, and no answer is not a refusal', async () => {
    const outcome = line.send(vote('1'), 5_000);
    await vi.advanceTimersByTimeAsync(5_000);
    await expect(outcome).resolves.toEqual({ kind: 'unknown' });
    line.lineUp();
    expect(sent).toEqual([]);
});
