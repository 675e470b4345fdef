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
    await expect(outcome).resolves.toMatchObject({ type: 'ack' });
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
    await expect(outcome).resolves.toMatchObject({ type: 'nack', problem: { code: 'voting-closed' } });
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
    await expect(outcome).resolves.toEqual({ type: 'unanswered', id: '1' });
    line.lineUp();
    expect(sent).toEqual([]);
});
