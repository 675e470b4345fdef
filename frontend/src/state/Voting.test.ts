import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer, fakeBrowser } from '../testing/fakeServer';
import { memoryStore } from '../testing/memoryStore';
import { aQuestion, aSnapshot, noon } from '../testing/rows';
import { LiveState } from './LiveState.svelte';
import { Voting } from './Voting.svelte';

let server: FakeServer;
let live: LiveState<'room'>;
let store: ReturnType<typeof memoryStore>;
let voting: Voting;
let stop: () => void;

beforeEach(async () => {
    vi.useFakeTimers();
    const browser = fakeBrowser();
    vi.stubGlobal('window', browser.window);
    vi.stubGlobal('document', browser.document);
    vi.stubGlobal('navigator', { onLine: true });
    server = new FakeServer();
    const snapshot = aSnapshot(10, [aQuestion('a')]);
    server.snapshot = { outcome: 'ok', value: { ...snapshot, votes: new Map([['a', 5]]) } };
    const { socket, fallback, http } = server;
    live = new LiveState({ code: 'ABC123', audience: 'room', socket, fallback, http });
    store = memoryStore();
    voting = new Voting(live, store);
    stop = live.start();
    await vi.advanceTimersByTimeAsync(0);
    server.line.hello();
});

afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

function answer(index: number, message: object) {
    server.line.say({ id: server.line.sent[index]?.id, ...message });
}

test('a vote shows at once, and counts once when the tally has it', async () => {
    const voted = voting.toggle('a');
    expect([voting.isOn('a'), voting.isPending('a'), voting.count('a')]).toEqual([true, true, 6]);
    answer(0, { type: 'ack', at: noon });
    await expect(voted).resolves.toBeUndefined();
    expect([voting.isOn('a'), voting.isPending('a'), voting.count('a')]).toEqual([true, false, 6]);
    server.line.say({ type: 'tally', votes: { a: 6 } });
    expect(voting.count('a')).toBe(6);
});

test('a vote on a question of which no tally comes goes on counting', async () => {
    const voted = voting.toggle('a');
    answer(0, { type: 'ack', at: noon });
    await voted;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(voting.count('a')).toBe(6);
});

test('once the tally has moved a vote is in it, wherever it goes from there', async () => {
    const voted = voting.toggle('a');
    answer(0, { type: 'ack', at: noon });
    await voted;
    server.line.say({ type: 'tally', votes: { a: 6 } });
    await vi.advanceTimersByTimeAsync(2_000);
    server.line.say({ type: 'tally', votes: { a: 5 } });
    expect(voting.count('a')).toBe(5);
});

test('a refused vote is taken back and says why', async () => {
    const voted = voting.toggle('a');
    answer(0, { type: 'nack', problem: { code: 'voting-closed', status: 423 } });
    await expect(voted).resolves.toBe('voting-closed');
    expect([voting.isOn('a'), voting.count('a')]).toEqual([false, 5]);
});

test("changing one's mind twice before any answer ends where it began", async () => {
    const first = voting.toggle('a');
    const second = voting.toggle('a');
    expect([voting.isOn('a'), voting.count('a')]).toEqual([false, 5]);
    expect(server.line.sent.map(({ body }) => body)).toEqual([
        { question: 'a', n: 1, on: true },
        { question: 'a', n: 2, on: false },
    ]);
    answer(0, { type: 'ack', at: noon });
    answer(1, { type: 'ack', at: noon });
    await Promise.all([first, second]);
    expect([voting.isOn('a'), voting.count('a')]).toEqual([false, 5]);
});

test('the counter goes on after a reload and after what another tab has sent', async () => {
    const voted = voting.toggle('a');
    answer(0, { type: 'ack', at: noon });
    await voted;
    const reloaded = new Voting(live, store);
    expect(reloaded.isOn('a')).toBe(true);
    const votes = [{ question: 'a', n: 7, on: false }];
    server.line.say({ type: 'mine', epoch: 'one', seq: 11, questions: [], votes });
    expect(reloaded.isOn('a')).toBe(false);
    void reloaded.toggle('a');
    expect(server.line.sent.at(-1)?.body).toEqual({ question: 'a', n: 8, on: true });
});

test('a vote from another window is taken over, and the next change of mind is newer than it', () => {
    const leave = voting.follow();
    store.setElsewhere('votes.ABC123', { a: { n: 3, on: true } });
    expect(voting.isOn('a')).toBe(true);
    void voting.toggle('a');
    expect(server.line.sent[0]).toMatchObject({ body: { question: 'a', n: 4, on: false } });
    leave();
    store.setElsewhere('votes.ABC123', { a: { n: 9, on: true } });
    expect(voting.isOn('a')).toBe(false);
});
